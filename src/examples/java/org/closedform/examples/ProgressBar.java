package org.closedform.examples;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows the progress of the training: one growing line in a terminal, a few plain lines elsewhere.
 *
 * @param out where to print
 * @param terminal whether {@code out} is a terminal, where a line can be overwritten
 */
record ProgressBar(PrintStream out, boolean terminal) {
    private static final int WIDTH = 30;
    private static final int PLAIN_LINES = 3;

    /** Shows how many of {@code all} epochs are done, and the mean loss of the last one. */
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

    /** Whether the output of this program is a terminal. Since JDK 22 a console need not be one, but says whether it is. */
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
