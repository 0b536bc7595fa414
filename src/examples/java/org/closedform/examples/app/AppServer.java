package org.closedform.examples.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server for the page and its panels, which no other machine can reach. */
final class AppServer implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int SYSTEM_BACKLOG = 0;

    private final HttpServer http;
    private final ExecutorService threads;

    private AppServer(HttpServer http, ExecutorService threads) {
        this.http = http;
        this.threads = threads;
    }

    /**
     * Starts to serve.
     *
     * @param port the port to listen on; 0 picks a free one
     * @throws IOException if the port is taken
     */
    static AppServer start(int port) throws IOException {
        // Header and body are two writes; without this the second waits about 40 ms for the first to be acknowledged.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer http = HttpServer.create(place, SYSTEM_BACKLOG);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        http.createContext("/", new Router(routes()));
        http.setExecutor(threads);
        http.start();
        return new AppServer(http, threads);
    }

    /** From each path to what answers there. */
    static Map<String, Route> routes() {
        Map<String, Route> routes = new HashMap<>(StaticFiles.routes());
        for (Panel panel : List.of(
                new SoftmaxPanel(),
                new LikelihoodPanel(),
                new SquaredErrorPanel(),
                new FlowPanel(),
                new TimePanel(),
                new BatchNormPanel(),
                new RunningPanel(),
                new InferencePanel(),
                new TrainPanel(),
                new ExercisesPanel(),
                new DerivePanel())) {
            routes.put(panel.path(), panel);
        }
        return Map.copyOf(routes);
    }

    /** The address of the page, such as {@code http://127.0.0.1:8477/}. */
    URI address() {
        InetSocketAddress bound = http.getAddress();
        String host = bound.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort() + "/");
    }

    /** Stops at once. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
