# Completes the command lines of migrator in bash.
#
# For this session:     source <(migrator completions bash)
# For all sessions:     migrator completions bash > ~/.local/share/bash-completion/completions/migrator
# Without the package bash-completion, put the first line into ~/.bashrc.

_migrator() {
    local program=${1/#\~/$HOME} line=${COMP_LINE:0:COMP_POINT}
    type -P "$program" >/dev/null || program=migrator
    local -a answer=()
    local each
    while IFS= read -r each; do answer+=("$each"); done < <("$program" __complete line "$line" 2>/dev/null)
    local kind=${answer[0]%%$'\t'*} prefix=${answer[0]#*$'\t'}
    COMPREPLY=()

    # bash puts words in place of what stands after the last of the characters that it breaks words at.
    local word=${line##*[[:space:]]} broken=""
    local breaks=${COMP_WORDBREAKS//[^=:@]/}
    if [[ -n $breaks && $word == *["$breaks"]* ]]; then broken=${word%"${word##*["$breaks"]}"}; fi

    if [[ $kind == files || $kind == directories ]]; then
        compopt -o filenames 2>/dev/null
        local action=-f
        [[ $kind == directories ]] && action=-d
        local -r name=${word#"$prefix"} rest=${broken#"$prefix"}
        while IFS= read -r each; do COMPREPLY+=("${each#"$rest"}"); done < <(compgen $action -- "$name")
        return
    fi

    local -a values=() descriptions=()
    local width=0
    for each in "${answer[@]:1}"; do
        local value=${each%%$'\t'*}
        value=${value#"$broken"}
        # What bash puts into the line it also runs.
        if [[ $value == *[^a-zA-Z0-9_.,:=@+%/^-]* ]]; then printf -v value '%q' "$value"; fi
        values+=("$value")
        descriptions+=("${each#*$'\t'}")
        (( ${#value} > width )) && width=${#value}
    done
    if (( ${#values[@]} == 1 )) && [[ ${values[0]} == *[:=@] ]]; then compopt -o nospace 2>/dev/null; fi
    compopt -o nosort 2>/dev/null

    # Descriptions are shown in lists; they must not come into the line.
    if (( ${#values[@]} < 2 )) || [[ $COMP_TYPE == 37 || $COMP_TYPE == 42 ]]; then
        COMPREPLY=("${values[@]}")
        return
    fi
    local room=$(( ${COLUMNS:-80} - width - 6 )) i
    for i in "${!values[@]}"; do
        local text=${descriptions[i]}
        (( room > 3 && ${#text} > room )) && text=${text:0:room-1}…
        if [[ -n $text ]]; then
            printf -v each '%-*s  (%s)' "$width" "${values[i]}" "$text"
        else
            each=${values[i]}
        fi
        COMPREPLY+=("$each")
    done
}

complete -F _migrator migrator
