package org.closedform.examples;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** A cluster of executors in JVMs of their own, on this machine; its libraries are those in {@code target/spark/jars}. */
final class SparkCluster implements AutoCloseable {
    /** In megabytes. */
    private static final int MEMORY = 1024;

    private final JavaSparkContext context;

    SparkCluster(int executors) {
        this(executors, new SparkConf());
    }

    /** With settings of its own. */
    SparkCluster(int executors, SparkConf settings) {
        context = new JavaSparkContext(settings.setMaster("local-cluster[" + executors + ",1," + MEMORY + "]")
                .setAppName("Closedform")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", MEMORY + "m")
                .set("spark.executor.extraClassPath", System.getProperty("closedform.classes")));
        context.setLogLevel("ERROR");
    }

    JavaSparkContext context() {
        return context;
    }

    /** A data set in so many partitions. */
    <T> JavaRDD<T> of(List<T> elements, int partitions) {
        return context.parallelize(elements, partitions);
    }

    /** The executor that runs the calling task. */
    static String executor() {
        return SparkEnv.get().executorId();
    }

    @Override
    public void close() {
        context.close();
    }
}
