package org.closedform.benchmark.library;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A computation whose inputs are in place. Each run makes its results afresh, as a user's call does, and frees them where the
 * library must be told to.
 *
 * @param compute makes the results
 * @param close frees them
 * @param read copies them out, one array for each result
 */
public record Computation<R>(Supplier<R> compute, Consumer<R> close, Function<R, List<double[]>> read) {

    /** A computation in Java, whose results the garbage collector frees. */
    public static <R> Computation<R> of(Supplier<R> compute, Function<R, List<double[]>> read) {
        return new Computation<>(compute, result -> {}, read);
    }

    /** Computes once: what is timed. */
    public Object run() {
        R result = compute.get();
        close.accept(result);
        return result;
    }

    /** Computes once, and gives the numbers. */
    public List<double[]> results() {
        R result = compute.get();
        List<double[]> numbers = read.apply(result);
        close.accept(result);
        return numbers;
    }
}
