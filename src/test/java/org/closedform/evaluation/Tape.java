package org.closedform.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers in the order in which they were computed, so that a formula has its right backward without being derived, and at
 * places that the formula names a wrong one.
 */
final class Tape {
    private final boolean single;
    private final String slip;
    private final Set<String> slips = new LinkedHashSet<>();
    private final List<Node> nodes = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param single whether every number is rounded to float32
     * @param slip which slip is made; none if the formula has no such
     */
    Tape(boolean single, String slip) {
        this.single = single;
        this.slip = slip;
    }

    private double rounded(double value) {
        return single ? (float) value : value;
    }

    private Node record(double value, int[] from, double[] slopes) {
        Node node = new Node(this, nodes.size(), rounded(value), from, slopes);
        nodes.add(node);
        return node;
    }

    Node constant(double value) {
        return record(value, new int[0], new double[0]);
    }

    Node[] constants(double... values) {
        return Arrays.stream(values).mapToObj(this::constant).toArray(Node[]::new);
    }

    Node record(double value, Node a, double slope) {
        return record(value, new int[] {a.index()}, new double[] {rounded(slope)});
    }

    Node record(double value, Node a, double slopeOfA, Node b, double slopeOfB) {
        return record(value, new int[] {a.index(), b.index()}, new double[] {rounded(slopeOfA), rounded(slopeOfB)});
    }

    /** The right number, or where that slip is made the wrong one, which differs in the way back only. */
    Node slip(String name, Node right, Node wrong) {
        slips.add(name);
        return name.equals(slip) ? right.withGradientOf(wrong) : right;
    }

    Set<String> slips() {
        return slips;
    }

    static Node sum(Node... terms) {
        Node sum = terms[0];
        for (int i = 1; i < terms.length; i++) {
            sum = sum.plus(terms[i]);
        }
        return sum;
    }

    static Node mean(Node... terms) {
        return sum(terms).times(1.0 / terms.length);
    }

    static Node dot(Node[] a, Node[] b) {
        Node[] products = new Node[a.length];
        Arrays.setAll(products, i -> a[i].times(b[i]));
        return sum(products);
    }

    /** Rows of so many columns. */
    static Node[][] rows(Node[] all, int columns) {
        Node[][] rows = new Node[all.length / columns][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns));
        return rows;
    }

    /** Every row of the matrix times the vector. */
    static Node[] product(Node[][] matrix, Node[] vector) {
        return Arrays.stream(matrix).map(row -> dot(row, vector)).toArray(Node[]::new);
    }

    static Node[][] transpose(Node[][] matrix) {
        Node[][] transpose = new Node[matrix[0].length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix[0].length; j++) {
                transpose[j][i] = matrix[i][j];
            }
        }
        return transpose;
    }

    static Node[] joined(Node[]... rows) {
        return Arrays.stream(rows).flatMap(Arrays::stream).toArray(Node[]::new);
    }

    /** The gradients of all numbers, from those of the outputs. */
    double[] gradients(Node[] outputs, double[] upstream) {
        double[] gradients = new double[nodes.size()];
        for (int j = 0; j < outputs.length; j++) {
            gradients[outputs[j].index()] += upstream[j];
        }
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Node node = nodes.get(k);
            for (int i = 0; i < node.from().length; i++) {
                int from = node.from()[i];
                gradients[from] = rounded(gradients[from] + rounded(gradients[k] * node.slopes()[i]));
            }
        }
        return gradients;
    }

    /** The movements of all numbers, from those of the first ones. */
    double[] movements(double[] tangents) {
        double[] movements = Arrays.copyOf(tangents, nodes.size());
        for (int k = tangents.length; k < movements.length; k++) {
            Node node = nodes.get(k);
            for (int i = 0; i < node.from().length; i++) {
                movements[k] = rounded(movements[k] + rounded(movements[node.from()[i]] * node.slopes()[i]));
            }
        }
        return movements;
    }
}
