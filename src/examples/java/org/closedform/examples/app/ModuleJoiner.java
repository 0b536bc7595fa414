package org.closedform.examples.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins JavaScript modules into one classic script, since a browser loads no module from a disk. Each becomes a function that runs after
 * those that it imports, and returns what it exports. The modules are plain: an import is {@code import { a, b as c } from './file.js';}
 * on one line, an export stands before a function, a class or a {@code const}, and no two modules import each other.
 */
final class ModuleJoiner {
    private static final Pattern IMPORT =
            Pattern.compile("^import \\{ ([^}]+) \\} from '\\./([^']+)';$", Pattern.MULTILINE);
    private static final Pattern EXPORT =
            Pattern.compile("^export ((?:async )?(?:function\\*?|class|const) (\\w+))", Pattern.MULTILINE);
    private static final Pattern OTHER = Pattern.compile("^\\s*(?:import|export)\\b.*", Pattern.MULTILINE);

    private final UnaryOperator<String> sources;
    private final Set<String> begun = new LinkedHashSet<>();
    private final Set<String> done = new LinkedHashSet<>();
    private final StringBuilder script = new StringBuilder("'use strict';\nconst modules = {};\n");

    private ModuleJoiner(UnaryOperator<String> sources) {
        this.sources = sources;
    }

    /**
     * The script of a module and all that it imports.
     *
     * @param main the name of the module
     * @param sources from the name of a module to its text
     * @throws IllegalArgumentException if a module is not plain
     */
    static String join(String main, UnaryOperator<String> sources) {
        ModuleJoiner joiner = new ModuleJoiner(sources);
        joiner.add(main);
        return "(() => {\n" + joiner.script + "})();\n";
    }

    private void add(String name) {
        if (done.contains(name)) {
            return;
        }
        if (!begun.add(name)) {
            throw new IllegalArgumentException("ModuleJoiner: " + name + " imports itself, by way of " + begun);
        }
        String source = sources.apply(name);
        IMPORT.matcher(source).results().map(found -> found.group(2)).forEach(this::add);
        script.append(function(name, source));
        done.add(name);
    }

    private static String function(String name, String source) {
        List<String> exports = new ArrayList<>();
        String body = IMPORT.matcher(source).replaceAll(ModuleJoiner::taken);
        body = EXPORT.matcher(body).replaceAll(found -> {
            exports.add(found.group(2));
            return Matcher.quoteReplacement(found.group(1));
        });
        Matcher other = OTHER.matcher(body);
        if (other.find()) {
            throw new IllegalArgumentException("ModuleJoiner: " + name + " has \""
                    + other.group().strip() + "\", which is no plain import or export");
        }
        return "modules['" + name + "'] = (() => {\n" + body + "return { " + String.join(", ", exports)
                + " };\n})();\n";
    }

    private static String taken(MatchResult found) {
        return Matcher.quoteReplacement(
                "const { " + found.group(1).replace(" as ", ": ") + " } = modules['" + found.group(2) + "'];");
    }
}
