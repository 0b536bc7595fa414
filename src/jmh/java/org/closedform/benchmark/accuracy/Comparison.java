package org.closedform.benchmark.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.benchmark.library.Library;
import org.closedform.benchmark.report.Markdown;
import org.closedform.tensor.ElementType;

/**
 * One result of one operator on the same inputs, as all libraries compute it.
 *
 * @param result what is computed
 * @param inputs on what
 * @param type of inputs and results
 * @param compute the computed arrays, one for each reference
 * @param references what they should be
 */
record Comparison(
        String result,
        String inputs,
        ElementType type,
        Function<Library, List<double[]>> compute,
        List<Reference> references) {

    /** A line of the table: for each library the worst error, and the shares within 1 and 4 ulps. */
    List<String> line(List<String> libraries) {
        return Stream.concat(
                        Stream.of(result, inputs, type.toString()),
                        libraries.stream().flatMap(name -> cells(errors(Library.named(name, type))).stream()))
                .toList();
    }

    private double[] errors(Library library) {
        List<double[]> computed = compute.apply(library);
        return IntStream.range(0, references.size())
                .boxed()
                .flatMapToDouble(i -> references.get(i).errors(computed.get(i)))
                .toArray();
    }

    private static List<String> cells(double... errors) {
        return List.of(worst(errors), share(errors, 1), share(errors, 4));
    }

    private static String worst(double... errors) {
        double worst = Arrays.stream(errors).max().orElseThrow();
        if (Double.isInfinite(worst)) {
            return "∞";
        }
        return worst < 1e5 ? Markdown.number(worst) : String.format(Locale.ROOT, "%.0e", worst);
    }

    private static String share(double[] errors, double most) {
        double share = 100.0 * DoubleStream.of(errors).filter(e -> e <= most).count() / errors.length;
        // never rounded up to all
        return share == 100 ? "100 %" : String.format(Locale.ROOT, "%.1f %%", Math.floor(10 * share) / 10);
    }
}
