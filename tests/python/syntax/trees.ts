/**
 * Small sources with the tree that CPython 3.13 makes of each, as `ast.dump(…, show_empty=True)` writes
 * it.
 */
export type Tree = readonly [source: string, dump: string];

export const EXPRESSIONS: readonly Tree[] = [
  [
    "a",
    "Name(id='a', ctx=Load())",
  ],
  [
    "1",
    "Constant(value=1)",
  ],
  [
    "0x_ff",
    "Constant(value=255)",
  ],
  [
    "9007199254740993",
    "Constant(value=9007199254740993)",
  ],
  [
    "1_0.5e-3",
    "Constant(value=0.0105)",
  ],
  [
    "2.5j",
    "Constant(value=2.5j)",
  ],
  [
    "'it\\'s' \"a\"",
    'Constant(value="it\'sa")',
  ],
  [
    "b'\\x00a'",
    "Constant(value=b'\\x00a')",
  ],
  [
    "u'a'",
    "Constant(value='a', kind='u')",
  ],
  [
    "None",
    "Constant(value=None)",
  ],
  [
    "...",
    "Constant(value=Ellipsis)",
  ],
  [
    "a.b[c](d)",
    "Call(func=Subscript(value=Attribute(value=Name(id='a', ctx=Load()), attr='b', " +
    "ctx=Load()), slice=Name(id='c', ctx=Load()), ctx=Load()), args=[Name(id='d', " +
    "ctx=Load())], keywords=[])",
  ],
  [
    "-a ** -b",
    "UnaryOp(op=USub(), operand=BinOp(left=Name(id='a', ctx=Load()), op=Pow(), " +
    "right=UnaryOp(op=USub(), operand=Name(id='b', ctx=Load()))))",
  ],
  [
    "not a in b",
    "UnaryOp(op=Not(), operand=Compare(left=Name(id='a', ctx=Load()), ops=[In()], " +
    "comparators=[Name(id='b', ctx=Load())]))",
  ],
  [
    "a < b is not c",
    "Compare(left=Name(id='a', ctx=Load()), ops=[Lt(), IsNot()], " +
    "comparators=[Name(id='b', ctx=Load()), Name(id='c', ctx=Load())])",
  ],
  [
    "a or b and c",
    "BoolOp(op=Or(), values=[Name(id='a', ctx=Load()), BoolOp(op=And(), " +
    "values=[Name(id='b', ctx=Load()), Name(id='c', ctx=Load())])])",
  ],
  [
    "a if b else c",
    "IfExp(test=Name(id='b', ctx=Load()), body=Name(id='a', ctx=Load()), " +
    "orelse=Name(id='c', ctx=Load()))",
  ],
  [
    "lambda a, /, b=1, *c, d, **e: a",
    "Lambda(args=arguments(posonlyargs=[arg(arg='a')], args=[arg(arg='b')], " +
    "vararg=arg(arg='c'), kwonlyargs=[arg(arg='d')], kw_defaults=[None], " +
    "kwarg=arg(arg='e'), defaults=[Constant(value=1)]), body=Name(id='a', ctx=Load()))",
  ],
  [
    "(a, *b)",
    "Tuple(elts=[Name(id='a', ctx=Load()), Starred(value=Name(id='b', ctx=Load()), " +
    "ctx=Load())], ctx=Load())",
  ],
  [
    "()",
    "Tuple(elts=[], ctx=Load())",
  ],
  [
    "[a, b]",
    "List(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], ctx=Load())",
  ],
  [
    "{a, b}",
    "Set(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())])",
  ],
  [
    "{a: 1, **b}",
    "Dict(keys=[Name(id='a', ctx=Load()), None], values=[Constant(value=1), Name(id='b', " +
    "ctx=Load())])",
  ],
  [
    "[a for a, b in c if d if e]",
    "ListComp(elt=Name(id='a', ctx=Load()), " +
    "generators=[comprehension(target=Tuple(elts=[Name(id='a', ctx=Store()), " +
    "Name(id='b', ctx=Store())], ctx=Store()), iter=Name(id='c', ctx=Load()), " +
    "ifs=[Name(id='d', ctx=Load()), Name(id='e', ctx=Load())], is_async=0)])",
  ],
  [
    "{a: b for a in c for b in a}",
    "DictComp(key=Name(id='a', ctx=Load()), value=Name(id='b', ctx=Load()), " +
    "generators=[comprehension(target=Name(id='a', ctx=Store()), iter=Name(id='c', " +
    "ctx=Load()), ifs=[], is_async=0), comprehension(target=Name(id='b', ctx=Store()), " +
    "iter=Name(id='a', ctx=Load()), ifs=[], is_async=0)])",
  ],
  [
    "{a async for a in b}",
    "SetComp(elt=Name(id='a', ctx=Load()), generators=[comprehension(target=Name(id='a', " +
    "ctx=Store()), iter=Name(id='b', ctx=Load()), ifs=[], is_async=1)])",
  ],
  [
    "f(a, *b, c=1, **d)",
    "Call(func=Name(id='f', ctx=Load()), args=[Name(id='a', ctx=Load()), " +
    "Starred(value=Name(id='b', ctx=Load()), ctx=Load())], keywords=[keyword(arg='c', " +
    "value=Constant(value=1)), keyword(value=Name(id='d', ctx=Load()))])",
  ],
  [
    "f(a for a in b)",
    "Call(func=Name(id='f', ctx=Load()), args=[GeneratorExp(elt=Name(id='a', " +
    "ctx=Load()), generators=[comprehension(target=Name(id='a', ctx=Store()), " +
    "iter=Name(id='b', ctx=Load()), ifs=[], is_async=0)])], keywords=[])",
  ],
  [
    "(a := 1)",
    "NamedExpr(target=Name(id='a', ctx=Store()), value=Constant(value=1))",
  ],
  [
    "a[1:2, ::3]",
    "Subscript(value=Name(id='a', ctx=Load()), " +
    "slice=Tuple(elts=[Slice(lower=Constant(value=1), upper=Constant(value=2)), " +
    "Slice(step=Constant(value=3))], ctx=Load()), ctx=Load())",
  ],
  [
    "a[*b]",
    "Subscript(value=Name(id='a', ctx=Load()), " +
    "slice=Tuple(elts=[Starred(value=Name(id='b', ctx=Load()), ctx=Load())], " +
    "ctx=Load()), ctx=Load())",
  ],
  [
    "f'a{b!r:>{c}}{{d'",
    "JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', " +
    "ctx=Load()), conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), " +
    "FormattedValue(value=Name(id='c', ctx=Load()), conversion=-1)])), " +
    "Constant(value='{d')])",
  ],
  [
    "f'{a = }'",
    "JoinedStr(values=[Constant(value='a = '), FormattedValue(value=Name(id='a', " +
    "ctx=Load()), conversion=114)])",
  ],
  [
    "f'{a['b']}'",
    "JoinedStr(values=[FormattedValue(value=Subscript(value=Name(id='a', ctx=Load()), " +
    "slice=Constant(value='b'), ctx=Load()), conversion=-1)])",
  ],
  [
    "'a' f'{b}' 'c'",
    "JoinedStr(values=[Constant(value='a'), FormattedValue(value=Name(id='b', " +
    "ctx=Load()), conversion=-1), Constant(value='c')])",
  ],
];

/** Of each source the first statement. */
export const STATEMENTS: readonly Tree[] = [
  [
    "a = b = c, d",
    "Assign(targets=[Name(id='a', ctx=Store()), Name(id='b', ctx=Store())], " +
    "value=Tuple(elts=[Name(id='c', ctx=Load()), Name(id='d', ctx=Load())], ctx=Load()))",
  ],
  [
    "a: int = 1",
    "AnnAssign(target=Name(id='a', ctx=Store()), annotation=Name(id='int', ctx=Load()), " +
    "value=Constant(value=1), simple=1)",
  ],
  [
    "(a): int",
    "AnnAssign(target=Name(id='a', ctx=Store()), annotation=Name(id='int', ctx=Load()), " +
    "simple=0)",
  ],
  [
    "a += 1",
    "AugAssign(target=Name(id='a', ctx=Store()), op=Add(), value=Constant(value=1))",
  ],
  [
    "a @= b",
    "AugAssign(target=Name(id='a', ctx=Store()), op=MatMult(), value=Name(id='b', " +
    "ctx=Load()))",
  ],
  [
    "del a, b[c]",
    "Delete(targets=[Name(id='a', ctx=Del()), Subscript(value=Name(id='b', ctx=Load()), " +
    "slice=Name(id='c', ctx=Load()), ctx=Del())])",
  ],
  [
    "raise a from b",
    "Raise(exc=Name(id='a', ctx=Load()), cause=Name(id='b', ctx=Load()))",
  ],
  [
    "assert a, b",
    "Assert(test=Name(id='a', ctx=Load()), msg=Name(id='b', ctx=Load()))",
  ],
  [
    "import a.b as c, d",
    "Import(names=[alias(name='a.b', asname='c'), alias(name='d')])",
  ],
  [
    "from ..a import b as c",
    "ImportFrom(module='a', names=[alias(name='b', asname='c')], level=2)",
  ],
  [
    "from . import *",
    "ImportFrom(names=[alias(name='*')], level=1)",
  ],
  [
    "global a, b",
    "Global(names=['a', 'b'])",
  ],
  [
    "type A[T: int, *B, **C] = T",
    "TypeAlias(name=Name(id='A', ctx=Store()), type_params=[TypeVar(name='T', " +
    "bound=Name(id='int', ctx=Load())), TypeVarTuple(name='B'), ParamSpec(name='C')], " +
    "value=Name(id='T', ctx=Load()))",
  ],
  [
    "if a: b\nelif c: d\nelse: e",
    "If(test=Name(id='a', ctx=Load()), body=[Expr(value=Name(id='b', ctx=Load()))], " +
    "orelse=[If(test=Name(id='c', ctx=Load()), body=[Expr(value=Name(id='d', " +
    "ctx=Load()))], orelse=[Expr(value=Name(id='e', ctx=Load()))])])",
  ],
  [
    "for a, in b:\n  break\nelse:\n  pass",
    "For(target=Tuple(elts=[Name(id='a', ctx=Store())], ctx=Store()), iter=Name(id='b', " +
    "ctx=Load()), body=[Break()], orelse=[Pass()])",
  ],
  [
    "while a: continue",
    "While(test=Name(id='a', ctx=Load()), body=[Continue()], orelse=[])",
  ],
  [
    "with a as b, c: pass",
    "With(items=[withitem(context_expr=Name(id='a', ctx=Load()), " +
    "optional_vars=Name(id='b', ctx=Store())), withitem(context_expr=Name(id='c', " +
    "ctx=Load()))], body=[Pass()])",
  ],
  [
    "with (a as b, c): pass",
    "With(items=[withitem(context_expr=Name(id='a', ctx=Load()), " +
    "optional_vars=Name(id='b', ctx=Store())), withitem(context_expr=Name(id='c', " +
    "ctx=Load()))], body=[Pass()])",
  ],
  [
    "with (a, b): pass",
    "With(items=[withitem(context_expr=Name(id='a', ctx=Load())), " +
    "withitem(context_expr=Name(id='b', ctx=Load()))], body=[Pass()])",
  ],
  [
    "with (a, b) as c: pass",
    "With(items=[withitem(context_expr=Tuple(elts=[Name(id='a', ctx=Load()), " +
    "Name(id='b', ctx=Load())], ctx=Load()), optional_vars=Name(id='c', ctx=Store()))], " +
    "body=[Pass()])",
  ],
  [
    "try: a\nexcept A as b: c\nexcept: d\nelse: e\nfinally: f",
    "Try(body=[Expr(value=Name(id='a', ctx=Load()))], " +
    "handlers=[ExceptHandler(type=Name(id='A', ctx=Load()), name='b', " +
    "body=[Expr(value=Name(id='c', ctx=Load()))]), " +
    "ExceptHandler(body=[Expr(value=Name(id='d', ctx=Load()))])], " +
    "orelse=[Expr(value=Name(id='e', ctx=Load()))], finalbody=[Expr(value=Name(id='f', " +
    "ctx=Load()))])",
  ],
  [
    "try: a\nexcept* A: b",
    "TryStar(body=[Expr(value=Name(id='a', ctx=Load()))], " +
    "handlers=[ExceptHandler(type=Name(id='A', ctx=Load()), " +
    "body=[Expr(value=Name(id='b', ctx=Load()))])], orelse=[], finalbody=[])",
  ],
  [
    "@a\ndef f[T](a, /, b: int = 1, *c, d=2, **e) -> g: return a",
    "FunctionDef(name='f', args=arguments(posonlyargs=[arg(arg='a')], args=[arg(arg='b', " +
    "annotation=Name(id='int', ctx=Load()))], vararg=arg(arg='c'), " +
    "kwonlyargs=[arg(arg='d')], kw_defaults=[Constant(value=2)], kwarg=arg(arg='e'), " +
    "defaults=[Constant(value=1)]), body=[Return(value=Name(id='a', ctx=Load()))], " +
    "decorator_list=[Name(id='a', ctx=Load())], returns=Name(id='g', ctx=Load()), " +
    "type_params=[TypeVar(name='T')])",
  ],
  [
    'class A(B, c=D):\n  """doc"""',
    "ClassDef(name='A', bases=[Name(id='B', ctx=Load())], keywords=[keyword(arg='c', " +
    "value=Name(id='D', ctx=Load()))], body=[Expr(value=Constant(value='doc'))], " +
    "decorator_list=[], type_params=[])",
  ],
  [
    "async def f():\n  async with a: await b\n  async for c in d: yield c",
    "AsyncFunctionDef(name='f', args=arguments(posonlyargs=[], args=[], kwonlyargs=[], " +
    "kw_defaults=[], defaults=[]), " +
    "body=[AsyncWith(items=[withitem(context_expr=Name(id='a', ctx=Load()))], " +
    "body=[Expr(value=Await(value=Name(id='b', ctx=Load())))]), " +
    "AsyncFor(target=Name(id='c', ctx=Store()), iter=Name(id='d', ctx=Load()), " +
    "body=[Expr(value=Yield(value=Name(id='c', ctx=Load())))], orelse=[])], " +
    "decorator_list=[], type_params=[])",
  ],
  [
    "match = match(a)",
    "Assign(targets=[Name(id='match', ctx=Store())], value=Call(func=Name(id='match', " +
    "ctx=Load()), args=[Name(id='a', ctx=Load())], keywords=[]))",
  ],
  [
    'match a, b:\n  case 1 | -2j as c if d: pass\n  case [A(b, c=None), *_]: pass\n  case {"a": _, **b}: pass\n  case a.b: pass',
    "Match(subject=Tuple(elts=[Name(id='a', ctx=Load()), Name(id='b', ctx=Load())], " +
    "ctx=Load()), " +
    "cases=[match_case(pattern=MatchAs(pattern=MatchOr(patterns=[MatchValue(value=Constan" +
    "t(value=1)), MatchValue(value=UnaryOp(op=USub(), operand=Constant(value=2j)))]), " +
    "name='c'), guard=Name(id='d', ctx=Load()), body=[Pass()]), " +
    "match_case(pattern=MatchSequence(patterns=[MatchClass(cls=Name(id='A', ctx=Load()), " +
    "patterns=[MatchAs(name='b')], kwd_attrs=['c'], " +
    "kwd_patterns=[MatchSingleton(value=None)]), MatchStar()]), body=[Pass()]), " +
    "match_case(pattern=MatchMapping(keys=[Constant(value='a')], patterns=[MatchAs()], " +
    "rest='b'), body=[Pass()]), " +
    "match_case(pattern=MatchValue(value=Attribute(value=Name(id='a', ctx=Load()), " +
    "attr='b', ctx=Load())), body=[Pass()])])",
  ],
];
