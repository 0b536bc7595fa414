package org.closedform.chart;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.drawing.Svg;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.text.Decimals;

/**
 * A matrix in colours, such as a Jacobian: the stronger, the larger; one colour above 0 and one below.
 *
 * <pre>{@code
 * Softmax.Pass pass = new Softmax().forward(Tensor.of(1, 2, 3));
 * new HeatMap("Softmax's Jacobian", "Positive on the diagonal, negative beside it.", "output i", "input j", pass.jacobian().toDense())
 *         .toSvg()
 * }</pre>
 *
 * <p>Small matrices have their numbers in the cells. A number that is not finite has no colour.
 *
 * @param title the chart's title, of one line
 * @param description what can be seen, for readers who cannot see it
 * @param rows what the rows are
 * @param columns what the columns are
 * @param matrix the numbers, with up to 128 rows and columns
 */
public record HeatMap(String title, String description, String rows, String columns, Tensor matrix) {
    private static final int MOST = 128;
    private static final int WITH_NUMBERS = 10;
    private static final int NAMED = 16;
    private static final int DIGITS = 3;
    private static final double SIDE = 440;
    private static final double LEFT = 84;
    private static final double TOP = 60;
    /** Text on the strongest colour has enough contrast up to here, in light and in dark mode. */
    private static final double STRONGEST = 0.55;

    /**
     * Checks the shape.
     *
     * @param title the chart's title
     * @param description what can be seen
     * @param rows what the rows are
     * @param columns what the columns are
     * @param matrix the numbers
     * @throws ShapeException if this is not a matrix with 1 to 128 rows and columns
     */
    public HeatMap {
        Objects.requireNonNull(title, "HeatMap: title is null");
        Objects.requireNonNull(description, "HeatMap: description is null");
        Objects.requireNonNull(rows, "HeatMap: rows is null");
        Objects.requireNonNull(columns, "HeatMap: columns is null");
        Objects.requireNonNull(matrix, "HeatMap: matrix is null");
        if (matrix.rank() != 2
                || matrix.size() == 0
                || Math.max(matrix.shape().dimension(0), matrix.shape().dimension(1)) > MOST) {
            throw new ShapeException("HeatMap: matrix has shape " + matrix.shape() + ", but a matrix with 1 to " + MOST
                    + " rows and columns is needed");
        }
    }

    /** {@return the map as an SVG, which may be a file of its own or part of a page} */
    public String toSvg() {
        int down = matrix.shape().dimension(0);
        int across = matrix.shape().dimension(1);
        double cell = SIDE / Math.max(down, across);
        double right = LEFT + across * cell;
        double bottom = TOP + down * cell;
        Svg svg = new Svg(720, (int) StrictMath.ceil(Math.max(bottom + 56, 300)), title, description);
        double largest = largest();
        for (int i = 0; i < down; i++) {
            for (int j = 0; j < across; j++) {
                draw(svg, LEFT + j * cell, TOP + i * cell, cell, matrix.at(i, j), largest);
            }
        }
        names(down)
                .forEach(i ->
                        svg.text("soft", Svg.Anchor.END, LEFT - 8, TOP + (i + 0.5) * cell + 4.5, Integer.toString(i)));
        names(across)
                .forEach(j ->
                        svg.text("soft", Svg.Anchor.MIDDLE, LEFT + (j + 0.5) * cell, bottom + 20, Integer.toString(j)));
        svg.text("soft", Svg.Anchor.MIDDLE, (LEFT + right) / 2, bottom + 42, columns);
        svg.upwards("soft", LEFT - 52, (TOP + bottom) / 2, rows);
        key(svg, LEFT + SIDE + 40, largest);
        return svg.toString();
    }

    private double largest() {
        return IntStream.range(0, matrix.size())
                .mapToDouble(matrix.reshape(-1)::at)
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private static IntStream names(int count) {
        int step = (count + NAMED - 1) / NAMED;
        return IntStream.range(0, count).filter(i -> i % step == 0);
    }

    private void draw(Svg svg, double x, double y, double cell, double value, double largest) {
        if (!Double.isFinite(value)) {
            svg.box("empty", x, y, cell, cell);
        } else if (value != 0) {
            svg.tinted(value > 0 ? "f1" : "f2", STRONGEST * (Math.abs(value) / largest), x, y, cell, cell);
        }
        if (Math.max(matrix.shape().dimension(0), matrix.shape().dimension(1)) <= WITH_NUMBERS) {
            svg.text("small", Svg.Anchor.MIDDLE, x + cell / 2, y + cell / 2 + 4, Decimals.shown(value, DIGITS));
        }
    }

    /** Which colour is which number. */
    private static void key(Svg svg, double left, double largest) {
        List<Double> shares = List.of(1.0, 0.5, 0.0, -0.5, -1.0);
        for (int i = 0; i < shares.size(); i++) {
            double share = shares.get(i);
            double top = TOP + 30 * i;
            svg.tinted(share < 0 ? "f2" : "f1", STRONGEST * Math.abs(share), left, top, 30, 30);
            svg.text("soft", Svg.Anchor.START, left + 38, top + 19.5, Decimals.shown(share * largest, DIGITS));
        }
    }
}
