#compdef migrator
# Completes the command lines of migrator in zsh.
#
# For this session:     source <(migrator completions zsh)
# For all sessions:     migrator completions zsh > "${fpath[1]}/_migrator"
# compinit must have run: autoload -U compinit && compinit

_migrator() {
    local -a answer closed open
    local each kind value description
    answer=("${(@f)$(${(Q)words[1]} __complete words "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    kind=${answer[1]%%$'\t'*}
    if [[ $kind == files || $kind == directories ]]; then
        compset -P "${(b)answer[1]#*$'\t'}"
        if [[ $kind == files ]]; then _files; else _files -/; fi
        return
    fi
    for each in "${(@)answer[2,-1]}"; do
        value=${${each%%$'\t'*}//:/\\:}
        description=${each#*$'\t'}
        [[ -n $description ]] && description=":$description"
        # More is to come after these, so no blank.
        if [[ $value == *[:=@] ]]; then open+=("$value$description"); else closed+=("$value$description"); fi
    done
    local found=1
    (( $#closed )) && _describe -V -t values 'value' closed && found=0
    (( $#open )) && _describe -V -t values 'value' open -S '' && found=0
    return found
}

if [[ ${funcstack[1]} == _migrator ]]; then
    _migrator "$@"
else
    compdef _migrator migrator
fi
