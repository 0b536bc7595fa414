package org.closedform.benchmark.report;

import java.util.Arrays;
import java.util.List;

/** What a virtual machine is started with, beside a heap of a fixed size. */
public enum Jvm {
    /** Nothing. */
    DEFAULT("default"),

    /** Young objects have memory that fits the cache. */
    SMALL_YOUNG("small young generation", "-XX:+UseSerialGC", "-Xmn16m"),

    /** The module with the Vector API. */
    VECTOR("Vector API", "--add-modules=jdk.incubator.vector"),

    /** Both. */
    VECTOR_SMALL_YOUNG("both", "--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC", "-Xmn16m");

    /** The first JDK whose Vector API this library uses. */
    private static final int FIRST_WITH_VECTORS = 25;

    private final String text;
    private final List<String> arguments;

    Jvm(String text, String... arguments) {
        this.text = text;
        this.arguments = List.of(arguments);
    }

    /** Those that differ from one another on the JDK that runs this, the default one first. */
    public static List<Jvm> here() {
        return Arrays.stream(values())
                .filter(jvm ->
                        !jvm.name().startsWith("VECTOR") || Runtime.version().feature() >= FIRST_WITH_VECTORS)
                .toList();
    }

    /** The one that was started with these arguments, and others. */
    static Jvm of(List<String> arguments) {
        Jvm last = DEFAULT;
        for (Jvm jvm : values()) {
            last = arguments.containsAll(jvm.arguments) ? jvm : last;
        }
        return last;
    }

    /** The arguments. */
    public List<String> arguments() {
        return arguments;
    }

    @Override
    public String toString() {
        return text;
    }
}
