package org.closedform.lesson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Gives symbols other names in LaTeX that an author wrote himself: token by token, so that no command is touched, and no word in
 * {@code \mathrm} or {@code \text}, and no index.
 */
final class LatexRenaming {
    private static final Pattern TOKEN = Pattern.compile("\\\\[a-zA-Z]+|\\\\.|.", Pattern.DOTALL);
    private static final Set<String> OF_WORDS =
            Set.of("\\mathrm", "\\text", "\\operatorname", "\\mathit", "\\textrm", "\\begin", "\\end");

    private final Map<List<String>, String> names = new LinkedHashMap<>();

    LatexRenaming(Renaming renaming) {
        renaming.renamed().forEach(symbol -> names.put(tokens(Latex.of(symbol)), Latex.of(renaming.formula(symbol))));
    }

    private static List<String> tokens(String latex) {
        return TOKEN.matcher(latex)
                .results()
                .map(MatchResult::group)
                .filter(token -> !token.equals(" "))
                .toList();
    }

    String renamed(String latex) {
        List<String> tokens =
                TOKEN.matcher(latex).results().map(MatchResult::group).toList();
        StringBuilder renamed = new StringBuilder();
        int at = 0;
        while (at < tokens.size()) {
            String token = tokens.get(at);
            if (OF_WORDS.contains(token) || token.equals("_")) {
                int end = endOfArgument(tokens, at + 1);
                renamed.append(String.join("", tokens.subList(at, end)));
                at = end;
                continue;
            }
            Map.Entry<List<String>, String> found = symbolAt(tokens, at);
            if (found == null) {
                renamed.append(token);
                at++;
            } else {
                at = endOf(found.getKey(), tokens, at);
                at = append(found.getValue(), tokens, at, renamed);
            }
        }
        return renamed.toString();
    }

    private Map.Entry<List<String>, String> symbolAt(List<String> tokens, int at) {
        String next = at + 1 < tokens.size() ? tokens.get(at + 1) : "";
        boolean isConstant = tokens.get(at).equals("e") && next.equals("^")
                || tokens.get(at).equals("\\sigma") && (next.equals("(") || next.equals("'"));
        return names.entrySet().stream()
                .filter(name -> !isConstant && !tokens.get(at).equals(" ") && endOf(name.getKey(), tokens, at) >= 0)
                .findFirst()
                .orElse(null);
    }

    /** The place after a symbol that starts at a place, or −1. */
    private static int endOf(List<String> symbol, List<String> tokens, int from) {
        int at = from;
        for (String token : symbol) {
            while (at < tokens.size() && tokens.get(at).equals(" ")) {
                at++;
            }
            if (at == tokens.size() || !tokens.get(at).equals(token)) {
                return -1;
            }
            at++;
        }
        return at;
    }

    /** The place after the group or the token that comes next. */
    private static int endOfArgument(List<String> tokens, int from) {
        int depth = 0;
        for (int at = from; at < tokens.size(); at++) {
            depth += tokens.get(at).equals("{") ? 1 : tokens.get(at).equals("}") ? -1 : 0;
            if (depth == 0 && !tokens.get(at).equals(" ")) {
                return at + 1;
            }
        }
        return tokens.size();
    }

    /** Appends a new name; an index that follows one that ends with an index joins it, since LaTeX allows one alone. */
    private static int append(String name, List<String> tokens, int at, StringBuilder renamed) {
        int own = name.lastIndexOf('_');
        if (own < 0 || at == tokens.size() || !tokens.get(at).equals("_")) {
            renamed.append(name);
            return at;
        }
        int end = endOfArgument(tokens, at + 1);
        List<String> of = new ArrayList<>(tokens(name.substring(own + 1)));
        int ownEnd = endOfArgument(of, 0);
        renamed.append(name, 0, own)
                .append("_{")
                .append(bare(String.join("", of.subList(0, ownEnd))))
                .append(",")
                .append(bare(String.join("", tokens.subList(at + 1, end)).strip()))
                .append("}")
                .append(String.join("", of.subList(ownEnd, of.size())));
        return end;
    }

    private static String bare(String argument) {
        return argument.startsWith("{") ? argument.substring(1, argument.length() - 1) : argument;
    }
}
