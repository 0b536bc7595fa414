package org.closedform.examples.app;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Serves the page and prints its address, until Ctrl-C stops it; or exports the page into a folder, for browsers without Java.
 *
 * <pre>{@code
 * java -jar closedform-0.1.0-SNAPSHOT-teaching.jar                   # on port 8477, or on a free one if that is taken
 * java -jar closedform-0.1.0-SNAPSHOT-teaching.jar 8478              # on another port; 0 picks a free one
 * java -jar closedform-0.1.0-SNAPSHOT-teaching.jar export course     # into the folder "course"
 *
 * mvn -q test-compile exec:java@app -Dexec.args="export course"      # any of this from the sources
 * }</pre>
 */
public final class TeachingApp {
    private static final int PORT = 8477;
    private static final Range PORTS = new Range(0, 65535);
    private static final String EXPORT = "export";

    private TeachingApp() {}

    /**
     * Runs the app until the process is stopped, or exports its page. What goes wrong is said in one sentence, and the process ends
     * with the exit code 1.
     *
     * @param args the port, or nothing; or {@code export} and a folder, which is empty or not there
     */
    public static void main(String[] args) {
        try {
            run(args);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Starts the app, or exports its page.
     *
     * @throws IOException if the server cannot start, or a file cannot be written
     * @throws IllegalArgumentException if the arguments are no port and no folder to write into
     */
    static void run(String... args) throws IOException {
        if (args.length == 2 && args[0].equals(EXPORT)) {
            export(folder(args[1]));
            return;
        }
        AppServer server = args.length == 0 ? start() : start(port(args));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        System.out.println("The teaching page is at " + server.address() + " (Ctrl-C stops it)");
        Thread warmUp = new Thread(new FlowPanel()::warmUp, "warm-up");
        warmUp.setDaemon(true);
        warmUp.start();
    }

    private static void export(Path folder) throws IOException {
        try {
            StaticExport.write(folder);
        } catch (FileSystemException e) {
            throw new IOException("TeachingApp: the folder " + folder + " cannot be written: " + e, e);
        }
        System.out.println("The teaching page without Java is " + folder.resolve("index.html"));
    }

    private static Path folder(String name) {
        try {
            if (!name.isBlank()) {
                return Path.of(name);
            }
        } catch (InvalidPathException e) {
            // the error below covers this, too
        }
        throw new IllegalArgumentException("TeachingApp: \"" + name + "\" is no name of a folder to export into");
    }

    /** The port in the arguments. */
    static int port(String... args) {
        try {
            int port = Integer.parseInt(args[0]);
            if (args.length == 1 && PORTS.contains(port)) {
                return port;
            }
        } catch (NumberFormatException e) {
            // the error below covers this, too
        }
        throw new IllegalArgumentException("TeachingApp: the arguments are \"" + String.join(" ", args)
                + "\", but one port, an integer " + PORTS + ", or \"export\" and a folder, or nothing is needed");
    }

    /** On the usual port; on a free one if somebody else has it. */
    private static AppServer start() throws IOException {
        try {
            return AppServer.start(PORT);
        } catch (BindException e) {
            return AppServer.start(0);
        }
    }

    private static AppServer start(int port) throws IOException {
        try {
            return AppServer.start(port);
        } catch (BindException e) {
            BindException taken = new BindException(
                    "TeachingApp: port " + port
                            + " is in use, perhaps by another teaching page; choose another, or none to have a free one picked");
            taken.initCause(e);
            throw taken;
        }
    }
}
