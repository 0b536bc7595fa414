package org.closedform.examples;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * How far the training has come: one line that grows in a terminal, a few plain lines elsewhere.
 *
 * @param out where to print
 * @param terminal whether that is a terminal, in which a line can be printed over
 */
record ProgressBar(PrintStream out, boolean terminal) {
    private static final int WIDTH = 30;
    private static final int PLAIN_LINES = 3;

    /** Shows that so many epochs are done, the last with this mean loss. */
    void show(int done, int all, double loss) {
        String text = String.format(Locale.ROOT, "epoch %2d of %d, loss %.4f", done, all, loss);
        if (terminal) {
            int full = WIDTH * done / all;
            out.print("\r" + "█".repeat(full) + "░".repeat(WIDTH - full) + " " + text);
            out.print(done == all ? System.lineSeparator() : "");
            out.flush();
        } else if (done * PLAIN_LINES / all > (done - 1) * PLAIN_LINES / all) {
            out.println(text);
        }
    }

    /** Whether this program's output is a terminal. From JDK 22 on there may be a console that is none, which says so itself. */
    static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJdk22) {
            return true;
        }
    }
}
