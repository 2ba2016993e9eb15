# Completes the command lines of migrator in fish.
#
# For this session:     migrator completions fish | source
# For all sessions:     migrator completions fish > ~/.config/fish/completions/migrator.fish

function __migrator_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($words[1] __complete words $words[2..] "$current" 2>/dev/null)
    set -l head (string split -m 1 \t -- $answer[1])
    switch "$head[1]"
        case files
            __migrator_paths __fish_complete_path "$head[2]" "$current"
        case directories
            __migrator_paths __fish_complete_directories "$head[2]" "$current"
        case words
            printf '%s\n' $answer[2..]
    end
end

function __migrator_paths -a complete prefix current
    set -l name (string sub -s (math (string length -- "$prefix") + 1) -- "$current")
    for each in ($complete "$name" "")
        printf '%s%s\n' "$prefix" "$each"
    end
end

complete -c migrator -f -k -a '(__migrator_complete)'
