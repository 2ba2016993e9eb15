/**
 * Names that CPython 3.11 has in modules that are provided here in part: what is read of them is opaque, an error
 * only where it is used. What is in neither is an AttributeError, as in Python.
 * The hooks of imports are left out: they are not there at all.
 * tests/conformance/unprovided_names_test.ts looks whether the list is complete.
 */
export const UNPROVIDED: Readonly<Record<string, string>> = {
  "abc": "abstractstaticmethod get_cache_token update_abstractmethods",
  "asyncio": "ALL_COMPLETED AbstractChildWatcher AbstractEventLoop AbstractEventLoopPolicy " +
    "AbstractServer Barrier BaseEventLoop BaseProtocol BaseTransport BoundedSemaphore " +
    "BrokenBarrierError BufferedProtocol Condition DatagramProtocol DatagramTransport " +
    "DefaultEventLoopPolicy Event FIRST_COMPLETED FIRST_EXCEPTION FastChildWatcher Future " +
    "Handle IncompleteReadError InvalidStateError LifoQueue LimitOverrunError " +
    "MultiLoopChildWatcher PidfdChildWatcher PriorityQueue Protocol Queue QueueEmpty " +
    "QueueFull ReadTransport Runner SafeChildWatcher SelectorEventLoop Semaphore " +
    "SendfileNotAvailableError Server StreamReader StreamReaderProtocol StreamWriter " +
    "SubprocessProtocol SubprocessTransport Task TaskGroup ThreadedChildWatcher Timeout " +
    "TimerHandle Transport WriteTransport all_tasks as_completed create_subprocess_exec " +
    "create_subprocess_shell current_task get_child_watcher get_event_loop_policy " +
    "iscoroutinefunction isfuture open_connection open_unix_connection " +
    "run_coroutine_threadsafe set_child_watcher shield start_server start_unix_server " +
    "timeout timeout_at wait wrap_future",
  "base64": "MAXBINSIZE MAXLINESIZE bytes_types decode encode main test",
  "binascii": "Incomplete a2b_qp a2b_uu b2a_qp b2a_uu crc_hqx",
  "calendar":
    "EPOCH IllegalWeekdayError LocaleHTMLCalendar LocaleTextCalendar c different_locale " +
    "error firstweekday format formatstring main mdays prcal prweek repeat week weekheader",
  "collections": "UserDict UserList UserString",
  "collections.abc": "AsyncGenerator AsyncIterable AsyncIterator Coroutine",
  "contextlib": "GenericAlias MethodType deque wraps",
  "copy": "dispatch_table",
  "csv": "StringIO",
  "dataclasses": "FunctionType GenericAlias InitVar make_dataclass",
  "datetime": "datetime_CAPI",
  "decimal": "ConversionSyntax DivisionImpossible DivisionUndefined InvalidContext",
  "enum": "CONFORM CONTINUOUS DynamicClassAttribute EJECT EnumCheck FlagBoundary KEEP " +
    "MappingProxyType NAMED_FLAGS ReprEnum STRICT UNIQUE bin global_enum global_enum_repr " +
    "global_flag_repr global_str member nonmember pickle_by_enum_name pickle_by_global_name " +
    "reduce show_flag_values verify",
  "fnmatch": "translate",
  "functools": "GenericAlias RLock get_cache_token namedtuple recursive_repr",
  "glob": "glob0 glob1 magic_check magic_check_bytes",
  "hashlib": "file_digest scrypt",
  "hmac": "digest_size trans_36 trans_5C",
  "importlib": "abc find_loader machinery",
  "importlib.metadata":
    "Deprecated DeprecatedList DeprecatedTuple Distribution DistributionFinder EntryPoint " +
    "EntryPoints FastPath FileHash FreezableDefaultDict List Lookup Mapping MetaPathFinder " +
    "MetadataPathFinder Optional PackageMetadata PackagePath Pair PathDistribution Prepared " +
    "Sectioned SelectableGroups SimplePath Union always_iterable distributions files " +
    "import_module method_cache packages_distributions pass_none requires starmap suppress " +
    "unique_everseen",
  "importlib.resources": "Package Resource ResourceReader as_file is_resource",
  "importlib.util":
    "LazyLoader Loader MAGIC_NUMBER cache_from_source contextmanager decode_source " +
    "module_for_loader resolve_name set_loader set_package source_from_cache source_hash " +
    "spec_from_loader",
  "inspect": "ArgInfo Arguments Attribute BlockFinder BoundArguments CORO_CLOSED CORO_CREATED " +
    "CORO_RUNNING CORO_SUSPENDED CO_ASYNC_GENERATOR CO_COROUTINE CO_GENERATOR " +
    "CO_ITERABLE_COROUTINE CO_NESTED CO_NEWLOCALS CO_NOFREE CO_OPTIMIZED CO_VARARGS " +
    "CO_VARKEYWORDS ClassFoundException ClosureVars EndOfBlock FrameInfo FullArgSpec " +
    "GEN_CLOSED GEN_CREATED GEN_RUNNING GEN_SUSPENDED OrderedDict Parameter Signature " +
    "TPFLAGS_IS_ABSTRACT Traceback attrgetter classify_class_attrs findsource " +
    "formatannotation formatannotationrelativeto formatargvalues get_annotations getabsfile " +
    "getargs getargvalues getattr_static getblock getcallargs getclasstree getclosurevars " +
    "getcomments getcoroutinelocals getcoroutinestate getframeinfo getfullargspec " +
    "getgeneratorlocals getgeneratorstate getinnerframes getlineno getmembers_static " +
    "getmodule getmodulename getmro getouterframes getsourcelines indentsize isasyncgen " +
    "isasyncgenfunction iscode isdatadescriptor isframe isgetsetdescriptor iskeyword " +
    "ismemberdescriptor ismethoddescriptor ismethodwrapper istraceback modulesbyfile " +
    "namedtuple trace unwrap walktree",
  "io": "BlockingIOError BufferedRWPair BufferedRandom BufferedReader BufferedWriter " +
    "IncrementalNewlineDecoder RawIOBase text_encoding",
  "ipaddress": "AddressValueError IPV4LENGTH IPV6LENGTH NetmaskValueError get_mixed_type_key " +
    "summarize_address_range v4_int_to_packed v6_int_to_packed",
  "json": "JSONDecoder decoder detect_encoding dump encoder scanner tool",
  "logging":
    "BASIC_FORMAT BufferingFormatter Filterer GenericAlias LogRecord LoggerAdapter Manager " +
    "PercentStyle PlaceHolder RootLogger StrFormatStyle StringTemplateStyle Template " +
    "addLevelName currentframe fatal getLevelNamesMapping getLogRecordFactory " +
    "getLoggerClass handlers lastResort log logMultiprocessing logProcesses logThreads " +
    "makeLogRecord raiseExceptions setLogRecordFactory setLoggerClass shutdown",
  "logging.config":
    "BaseConfigurator ConvertingDict ConvertingList ConvertingMixin ConvertingTuple " +
    "DEFAULT_LOGGING_CONFIG_PORT DictConfigurator IDENTIFIER RESET_ERROR " +
    "StreamRequestHandler ThreadingTCPServer dictConfigClass listen stopListening " +
    "valid_ident",
  "os": "CLD_CONTINUED CLD_DUMPED CLD_EXITED CLD_KILLED CLD_STOPPED CLD_TRAPPED DirEntry " +
    "EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE EX_CANTCREAT EX_CONFIG EX_DATAERR EX_IOERR " +
    "EX_NOHOST EX_NOINPUT EX_NOPERM EX_NOUSER EX_OK EX_OSERR EX_OSFILE EX_PROTOCOL " +
    "EX_SOFTWARE EX_TEMPFAIL EX_UNAVAILABLE EX_USAGE F_LOCK F_OK F_TEST F_TLOCK F_ULOCK " +
    "GRND_NONBLOCK GRND_RANDOM GenericAlias MFD_ALLOW_SEALING MFD_CLOEXEC MFD_HUGETLB " +
    "MFD_HUGE_16GB MFD_HUGE_16MB MFD_HUGE_1GB MFD_HUGE_1MB MFD_HUGE_256MB MFD_HUGE_2GB " +
    "MFD_HUGE_2MB MFD_HUGE_32MB MFD_HUGE_512KB MFD_HUGE_512MB MFD_HUGE_64KB MFD_HUGE_8MB " +
    "MFD_HUGE_MASK MFD_HUGE_SHIFT Mapping MutableMapping NGROUPS_MAX O_ACCMODE O_APPEND " +
    "O_ASYNC O_CLOEXEC O_CREAT O_DIRECT O_DIRECTORY O_DSYNC O_EXCL O_FSYNC O_LARGEFILE " +
    "O_NDELAY O_NOATIME O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH O_RDONLY O_RDWR O_RSYNC " +
    "O_SYNC O_TMPFILE O_TRUNC O_WRONLY POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE " +
    "POSIX_FADV_NORMAL POSIX_FADV_RANDOM POSIX_FADV_SEQUENTIAL POSIX_FADV_WILLNEED " +
    "POSIX_SPAWN_CLOSE POSIX_SPAWN_DUP2 POSIX_SPAWN_OPEN PRIO_PGRP PRIO_PROCESS PRIO_USER " +
    "P_ALL P_NOWAIT P_NOWAITO P_PGID P_PID P_PIDFD P_WAIT PathLike RTLD_DEEPBIND " +
    "RTLD_GLOBAL RTLD_LAZY RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD RTLD_NOW RWF_APPEND " +
    "RWF_DSYNC RWF_HIPRI RWF_NOWAIT RWF_SYNC R_OK SCHED_BATCH SCHED_FIFO SCHED_IDLE " +
    "SCHED_OTHER SCHED_RESET_ON_FORK SCHED_RR SEEK_CUR SEEK_DATA SEEK_END SEEK_HOLE " +
    "SEEK_SET SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK ST_APPEND ST_MANDLOCK " +
    "ST_NOATIME ST_NODEV ST_NODIRATIME ST_NOEXEC ST_NOSUID ST_RDONLY ST_RELATIME " +
    "ST_SYNCHRONOUS ST_WRITE TMP_MAX WCONTINUED WCOREDUMP WEXITED WEXITSTATUS WIFCONTINUED " +
    "WIFEXITED WIFSIGNALED WIFSTOPPED WNOHANG WNOWAIT WSTOPPED WSTOPSIG WTERMSIG WUNTRACED " +
    "W_OK XATTR_CREATE XATTR_REPLACE XATTR_SIZE_MAX X_OK abort access altsep chmod chown " +
    "chroot close closerange confstr confstr_names copy_file_range cpu_count ctermid " +
    "defpath device_encoding dup dup2 environb error eventfd eventfd_read eventfd_write " +
    "execl execle execlp execlpe execve execvp execvpe extsep fchdir fchmod fchown " +
    "fdatasync fdopen forkpty fpathconf fsdecode fsencode fstat fstatvfs fsync ftruncate " +
    "fwalk get_blocking get_exec_path get_inheritable get_terminal_size getcwdb getegid " +
    "getenvb geteuid getgid getgrouplist getgroups getloadavg getlogin getpgid getpgrp " +
    "getppid getpriority getrandom getresgid getresuid getsid getuid getxattr initgroups " +
    "isatty killpg lchown link listxattr lockf login_tty lseek lstat major makedev " +
    "memfd_create minor mkfifo mknod nice openpty pathconf pathconf_names pidfd_open pipe " +
    "pipe2 posix_fadvise posix_fallocate posix_spawn posix_spawnp pread preadv putenv " +
    "pwrite pwritev read readlink readv register_at_fork removedirs removexattr renames " +
    "replace sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam " +
    "sched_getscheduler sched_param sched_rr_get_interval sched_setaffinity sched_setparam " +
    "sched_setscheduler sched_yield sendfile set_blocking set_inheritable setegid seteuid " +
    "setgid setgroups setpgid setpgrp setpriority setregid setresgid setresuid setreuid " +
    "setsid setuid setxattr spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe " +
    "splice stat_result statvfs statvfs_result strerror supports_bytes_environ " +
    "supports_dir_fd supports_effective_ids supports_fd supports_follow_symlinks symlink " +
    "sync sysconf sysconf_names tcgetpgrp tcsetpgrp terminal_size times times_result " +
    "truncate ttyname umask uname uname_result unsetenv utime wait wait3 wait4 waitid " +
    "waitid_result waitpid waitstatus_to_exitcode write writev",
  "os.path":
    "commonpath expandvars getatime getctime islink ismount relpath samefile sameopenfile " +
    "samestat splitdrive supports_unicode_filenames",
  "pathlib":
    "EBADF ELOOP ENOENT ENOTDIR S_ISBLK S_ISCHR S_ISDIR S_ISFIFO S_ISLNK S_ISREG S_ISSOCK " +
    "Sequence attrgetter urlquote_from_bytes",
  "pkgutil": "ImpImporter ImpLoader ModuleType get_importer iter_importer_modules iter_importers " +
    "iter_zipimport_modules namedtuple read_code simplegeneric zipimporter",
  "platform":
    "architecture freedesktop_os_release java_ver libc_ver mac_ver machine node platform " +
    "processor python_branch python_build python_compiler python_implementation " +
    "python_revision python_version python_version_tuple release system_alias uname " +
    "uname_result version win32_edition win32_is_iot win32_ver",
  "random": "BPF LOG4 NV_MAGICCONST RECIP_BPF SG_MAGICCONST TWOPI",
  "re": "Scanner T TEMPLATE template",
  "secrets": "DEFAULT_ENTROPY SystemRandom",
  "shlex": "StringIO deque",
  "sqlite3": "Binary Blob Date DateFromTicks PARSE_COLNAMES PARSE_DECLTYPES PrepareProtocol " +
    "SQLITE_ABORT SQLITE_ABORT_ROLLBACK SQLITE_ALTER_TABLE SQLITE_ANALYZE SQLITE_ATTACH " +
    "SQLITE_AUTH SQLITE_AUTH_USER SQLITE_BUSY SQLITE_BUSY_RECOVERY SQLITE_BUSY_SNAPSHOT " +
    "SQLITE_BUSY_TIMEOUT SQLITE_CANTOPEN SQLITE_CANTOPEN_CONVPATH " +
    "SQLITE_CANTOPEN_DIRTYWAL SQLITE_CANTOPEN_FULLPATH SQLITE_CANTOPEN_ISDIR " +
    "SQLITE_CANTOPEN_NOTEMPDIR SQLITE_CANTOPEN_SYMLINK SQLITE_CONSTRAINT " +
    "SQLITE_CONSTRAINT_CHECK SQLITE_CONSTRAINT_COMMITHOOK SQLITE_CONSTRAINT_FOREIGNKEY " +
    "SQLITE_CONSTRAINT_FUNCTION SQLITE_CONSTRAINT_NOTNULL SQLITE_CONSTRAINT_PINNED " +
    "SQLITE_CONSTRAINT_PRIMARYKEY SQLITE_CONSTRAINT_ROWID SQLITE_CONSTRAINT_TRIGGER " +
    "SQLITE_CONSTRAINT_UNIQUE SQLITE_CONSTRAINT_VTAB SQLITE_CORRUPT SQLITE_CORRUPT_INDEX " +
    "SQLITE_CORRUPT_SEQUENCE SQLITE_CORRUPT_VTAB SQLITE_CREATE_INDEX SQLITE_CREATE_TABLE " +
    "SQLITE_CREATE_TEMP_INDEX SQLITE_CREATE_TEMP_TABLE SQLITE_CREATE_TEMP_TRIGGER " +
    "SQLITE_CREATE_TEMP_VIEW SQLITE_CREATE_TRIGGER SQLITE_CREATE_VIEW " +
    "SQLITE_CREATE_VTABLE SQLITE_DELETE SQLITE_DENY SQLITE_DETACH SQLITE_DONE " +
    "SQLITE_DROP_INDEX SQLITE_DROP_TABLE SQLITE_DROP_TEMP_INDEX SQLITE_DROP_TEMP_TABLE " +
    "SQLITE_DROP_TEMP_TRIGGER SQLITE_DROP_TEMP_VIEW SQLITE_DROP_TRIGGER SQLITE_DROP_VIEW " +
    "SQLITE_DROP_VTABLE SQLITE_EMPTY SQLITE_ERROR SQLITE_ERROR_MISSING_COLLSEQ " +
    "SQLITE_ERROR_RETRY SQLITE_ERROR_SNAPSHOT SQLITE_FORMAT SQLITE_FULL SQLITE_FUNCTION " +
    "SQLITE_IGNORE SQLITE_INSERT SQLITE_INTERNAL SQLITE_INTERRUPT SQLITE_IOERR " +
    "SQLITE_IOERR_ACCESS SQLITE_IOERR_AUTH SQLITE_IOERR_BEGIN_ATOMIC SQLITE_IOERR_BLOCKED " +
    "SQLITE_IOERR_CHECKRESERVEDLOCK SQLITE_IOERR_CLOSE SQLITE_IOERR_COMMIT_ATOMIC " +
    "SQLITE_IOERR_CONVPATH SQLITE_IOERR_CORRUPTFS SQLITE_IOERR_DATA SQLITE_IOERR_DELETE " +
    "SQLITE_IOERR_DELETE_NOENT SQLITE_IOERR_DIR_CLOSE SQLITE_IOERR_DIR_FSYNC " +
    "SQLITE_IOERR_FSTAT SQLITE_IOERR_FSYNC SQLITE_IOERR_GETTEMPPATH SQLITE_IOERR_LOCK " +
    "SQLITE_IOERR_MMAP SQLITE_IOERR_NOMEM SQLITE_IOERR_RDLOCK SQLITE_IOERR_READ " +
    "SQLITE_IOERR_ROLLBACK_ATOMIC SQLITE_IOERR_SEEK SQLITE_IOERR_SHMLOCK " +
    "SQLITE_IOERR_SHMMAP SQLITE_IOERR_SHMOPEN SQLITE_IOERR_SHMSIZE " +
    "SQLITE_IOERR_SHORT_READ SQLITE_IOERR_TRUNCATE SQLITE_IOERR_UNLOCK SQLITE_IOERR_VNODE " +
    "SQLITE_IOERR_WRITE SQLITE_LIMIT_ATTACHED SQLITE_LIMIT_COLUMN " +
    "SQLITE_LIMIT_COMPOUND_SELECT SQLITE_LIMIT_EXPR_DEPTH SQLITE_LIMIT_FUNCTION_ARG " +
    "SQLITE_LIMIT_LENGTH SQLITE_LIMIT_LIKE_PATTERN_LENGTH SQLITE_LIMIT_SQL_LENGTH " +
    "SQLITE_LIMIT_TRIGGER_DEPTH SQLITE_LIMIT_VARIABLE_NUMBER SQLITE_LIMIT_VDBE_OP " +
    "SQLITE_LIMIT_WORKER_THREADS SQLITE_LOCKED SQLITE_LOCKED_SHAREDCACHE " +
    "SQLITE_LOCKED_VTAB SQLITE_MISMATCH SQLITE_MISUSE SQLITE_NOLFS SQLITE_NOMEM " +
    "SQLITE_NOTADB SQLITE_NOTFOUND SQLITE_NOTICE SQLITE_NOTICE_RECOVER_ROLLBACK " +
    "SQLITE_NOTICE_RECOVER_WAL SQLITE_OK SQLITE_OK_LOAD_PERMANENTLY SQLITE_OK_SYMLINK " +
    "SQLITE_PERM SQLITE_PRAGMA SQLITE_PROTOCOL SQLITE_RANGE SQLITE_READ SQLITE_READONLY " +
    "SQLITE_READONLY_CANTINIT SQLITE_READONLY_CANTLOCK SQLITE_READONLY_DBMOVED " +
    "SQLITE_READONLY_DIRECTORY SQLITE_READONLY_RECOVERY SQLITE_READONLY_ROLLBACK " +
    "SQLITE_RECURSIVE SQLITE_REINDEX SQLITE_ROW SQLITE_SAVEPOINT SQLITE_SCHEMA " +
    "SQLITE_SELECT SQLITE_TOOBIG SQLITE_TRANSACTION SQLITE_UPDATE SQLITE_WARNING " +
    "SQLITE_WARNING_AUTOINDEX Time TimeFromTicks Timestamp TimestampFromTicks adapt " +
    "adapters apilevel complete_statement converters enable_callback_tracebacks " +
    "enable_shared_cache paramstyle register_adapter register_converter sqlite_version " +
    "sqlite_version_info threadsafety version version_info",
  "sys": "abiflags addaudithook api_version audit base_exec_prefix base_prefix breakpointhook " +
    "builtin_module_names call_tracing copyright displayhook dont_write_bytecode excepthook " +
    "exception exec_prefix flags float_info float_repr_style get_asyncgen_hooks " +
    "get_coroutine_origin_tracking_depth get_int_max_str_digits getallocatedblocks " +
    "getdefaultencoding getdlopenflags getfilesystemencodeerrors getfilesystemencoding " +
    "getprofile getrefcount getswitchinterval gettrace hash_info hexversion implementation " +
    "int_info is_finalizing maxunicode orig_argv " +
    "platlibdir prefix pycache_prefix set_asyncgen_hooks " +
    "set_coroutine_origin_tracking_depth set_int_max_str_digits setdlopenflags setprofile " +
    "setswitchinterval settrace stdin stdlib_module_names thread_info unraisablehook " +
    "warnoptions",
  "threading":
    "Barrier BoundedSemaphore BrokenBarrierError Condition Event ExceptHookArgs Semaphore " +
    "TIMEOUT_MAX Thread ThreadError Timer WeakSet activeCount active_count currentThread " +
    "current_thread enumerate excepthook get_ident get_native_id getprofile gettrace " +
    "main_thread setprofile settrace stack_size",
  "time": "CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID " +
    "CLOCK_REALTIME CLOCK_TAI CLOCK_THREAD_CPUTIME_ID altzone asctime clock_getres " +
    "clock_gettime clock_gettime_ns clock_settime clock_settime_ns ctime daylight " +
    "get_clock_info mktime monotonic_ns perf_counter_ns process_time_ns " +
    "pthread_getcpuclockid strptime thread_time thread_time_ns tzname tzset",
  "traceback":
    "FrameSummary StackSummary TracebackException clear_frames extract_stack extract_tb " +
    "format_list format_stack format_tb print_last print_list print_stack print_tb suppress " +
    "walk_stack walk_tb",
  "types": "AsyncGeneratorType BuiltinMethodType CellType ClassMethodDescriptorType CodeType " +
    "DynamicClassAttribute EllipsisType FrameType GetSetDescriptorType MemberDescriptorType " +
    "MethodDescriptorType MethodWrapperType NotImplementedType TracebackType " +
    "WrapperDescriptorType coroutine prepare_class resolve_bases",
  "typing": "ABCMeta ByteString CT_co ChainMap EXCLUDED_ATTRIBUTES GenericAlias KT " +
    "MethodDescriptorType MethodWrapperType NamedTupleMeta ParamSpecArgs ParamSpecKwargs " +
    "SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex SupportsInt " +
    "SupportsRound T T_co T_contra VT VT_co V_co WrapperDescriptorType abstractmethod " +
    "clear_overloads dataclass_transform defaultdict get_overloads io is_typeddict " +
    "no_type_check_decorator re",
  "typing_extensions":
    "Buffer CapsuleType ChainMap Doc Format GenericMeta IntVar KT NoDefault NoExtraItems " +
    "PEP_560 ParamSpecArgs ParamSpecKwargs Reader Sentinel SupportsAbs SupportsBytes " +
    "SupportsComplex SupportsFloat SupportsIndex SupportsInt SupportsRound T T_co T_contra " +
    "TypeAliasType TypeForm TypeIs VT Writer clear_overloads dataclass_transform deprecated " +
    "disjoint_base evaluate_forward_ref get_annotations get_original_bases get_overloads " +
    "get_protocol_members is_protocol is_typeddict no_type_check_decorator runtime sentinel " +
    "type_repr",
  "unicodedata": "UCD ucd_3_2_0 unidata_version",
  "urllib": "error request response robotparser",
  "urllib.parse":
    "DefragResultBytes ParseResultBytes ResultBase SplitResultBytes clear_cache namedtuple " +
    "non_hierarchical scheme_chars splitattr splithost splitnport splitpasswd splitport " +
    "splitquery splittag splittype splituser splitvalue to_bytes unwrap uses_fragment " +
    "uses_netloc uses_params uses_query uses_relative",
  "uuid": "Enum RESERVED_FUTURE RESERVED_MICROSOFT RESERVED_NCS RFC_4122 bytes_ getnode int_",
  "warnings": "WarningMessage defaultaction filters formatwarning onceregistry showwarning " +
    "warn_explicit",
};

const split = new Map<string, ReadonlySet<string>>();

/** Whether CPython's module has a name that the one here lacks. */
export function isUnprovided(module: string, name: string): boolean {
  let names = split.get(module);
  if (names === undefined) {
    names = new Set(Object.hasOwn(UNPROVIDED, module) ? UNPROVIDED[module]!.split(" ") : []);
    split.set(module, names);
  }
  return names.has(name);
}
