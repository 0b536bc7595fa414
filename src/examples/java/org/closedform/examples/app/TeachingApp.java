package org.closedform.examples.app;

import java.io.IOException;
import java.net.BindException;

/**
 * Serves the page and prints its address. Ctrl-C stops it.
 *
 * <pre>{@code
 * mvn -q test-compile exec:java@app                      # on port 8477
 * mvn -q test-compile exec:java@app -Dexec.args=8478     # on another port; 0 picks a free one
 * }</pre>
 */
public final class TeachingApp {
    private static final int PORT = 8477;
    private static final Range PORTS = new Range(0, 65535);

    private TeachingApp() {}

    /**
     * Runs the app until the process is stopped.
     *
     * @param args the port, or nothing
     * @throws IOException if the server cannot start
     * @throws IllegalArgumentException if the argument is not a port
     */
    public static void main(String[] args) throws IOException {
        AppServer server = start(port(args));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        System.out.println("The teaching page is at " + server.address() + " (Ctrl-C stops it)");
    }

    /** The port in the arguments, or the default. */
    static int port(String... args) {
        if (args.length == 0) {
            return PORT;
        }
        try {
            int port = Integer.parseInt(args[0]);
            if (args.length == 1 && PORTS.contains(port)) {
                return port;
            }
        } catch (NumberFormatException e) {
            // the error below covers this, too
        }
        throw new IllegalArgumentException("TeachingApp: the arguments are \"" + String.join(" ", args)
                + "\", but one port, an integer " + PORTS + ", or nothing is needed");
    }

    private static AppServer start(int port) throws IOException {
        try {
            return AppServer.start(port);
        } catch (BindException e) {
            BindException taken = new BindException("TeachingApp: port " + port
                    + " is in use, perhaps by another teaching page; choose another, such as -Dexec.args="
                    + (port + 1));
            taken.initCause(e);
            throw taken;
        }
    }
}
