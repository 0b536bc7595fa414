package org.closedform.evaluation;

import static org.closedform.evaluation.Formula.inputs;
import static org.closedform.evaluation.Formula.written;
import static org.closedform.evaluation.Tape.dot;
import static org.closedform.evaluation.Tape.joined;
import static org.closedform.evaluation.Tape.product;
import static org.closedform.evaluation.Tape.rows;
import static org.closedform.evaluation.Tape.sum;
import static org.closedform.evaluation.Tape.transpose;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Attention and recurrent cells as users write them. */
final class WrittenSequences {
    private WrittenSequences() {}

    static List<Family> all() {
        return List.of(
                draw -> attention("attention", draw, false, true),
                draw -> attention("causal attention", draw, true, true),
                draw -> attention("attention without a shift", draw, false, false),
                WrittenSequences::selfAttention,
                WrittenSequences::recurrent,
                draw -> recurrent(draw, "GRU cell", 3, WrittenSequences::gru),
                draw -> recurrent(draw, "LSTM cell", 4, WrittenSequences::lstm),
                draw -> recurrent(draw, "LSTM of three steps", 4, (tape, x, h, w) -> {
                    Node[] state = h;
                    for (int step = 0; step < 3; step++) {
                        state = lstm(tape, x, state, w);
                    }
                    return state;
                }));
    }

    /** One step of a cell: from an input, the state and one row of weights for each gate to the next state. */
    private interface Cell {
        Node[] step(Tape tape, Node[] x, Node[] state, Node[][] weights);
    }

    static Node[] softmax(Node[] x, boolean shifted) {
        double greatest =
                shifted ? Arrays.stream(x).mapToDouble(Node::value).max().orElseThrow() : 0;
        Node[] e = filled(x.length, i -> x[i].plus(-greatest).exp());
        Node total = x[0].tape().slip("the sum of a softmax held", sum(e), sum(e).held());
        return filled(x.length, i -> e[i].dividedBy(total));
    }

    private static Node[] filled(int n, IntFunction<Node> f) {
        Node[] filled = new Node[n];
        Arrays.setAll(filled, f);
        return filled;
    }

    private static Case<?, ?> attention(String name, Draw draw, boolean causal, boolean shifted) {
        int n = draw.size(2, 3);
        int d = draw.size(1, 3);
        Formula.Inputs x = inputs("query", draw.normal(n, d))
                .with("key", draw.normal(n, d))
                .with("value", draw.normal(n, d));
        return written(
                name,
                draw,
                x,
                (tape, in) -> joined(attend(rows(in[0], d), rows(in[1], d), rows(in[2], d), causal, shifted)));
    }

    private static Node[][] attend(Node[][] query, Node[][] key, Node[][] value, boolean causal, boolean shifted) {
        Tape tape = query[0][0].tape();
        double size = Math.sqrt(query[0].length);
        Node[][] out = new Node[query.length][];
        for (int i = 0; i < out.length; i++) {
            Node[] raw = product(key, query[i]);
            int row = i;
            Node[] scores = filled(raw.length, j -> {
                Node scaled = raw[j].times(1 / size);
                return causal && j > row
                        ? tape.constant(-1e9)
                        : tape.slip("1/√d forgotten", scaled, scaled.steeper(size));
            });
            out[i] = product(transpose(value), softmax(scores, shifted));
        }
        return out;
    }

    private static Case<?, ?> selfAttention(Draw draw) {
        int d = draw.size(1, 2);
        Formula.Inputs x = inputs("x", draw.normal(3, d))
                .with("wq", draw.weights(d, d))
                .with("wk", draw.weights(d, d))
                .with("wv", draw.weights(d, d));
        return written("self-attention", draw, x, (tape, in) -> {
            Node[][] tokens = rows(in[0], d);
            Node[][] keys = projected(tokens, rows(in[2], d));
            return joined(
                    attend(projected(tokens, rows(in[1], d)), keys, projected(tokens, rows(in[3], d)), false, true));
        });
    }

    private static Node[][] projected(Node[][] tokens, Node[][] weight) {
        return Arrays.stream(tokens).map(token -> product(weight, token)).toArray(Node[][]::new);
    }

    private static Case<?, ?> recurrent(Draw draw) {
        return recurrent(draw, "RNN of four steps", 1, (tape, x, h, w) -> {
            Node state = h[0];
            for (int step = 0; step < 4; step++) {
                Node before = step == 2 ? tape.slip("cut after two steps", state, state.held()) : state;
                state = gate(w[0], x, before).tanh();
            }
            return new Node[] {state, h[1]};
        });
    }

    /** A scalar state h and a scalar memory c; for each gate the weights of x, of h, and a bias. */
    private static Case<?, ?> recurrent(Draw draw, String name, int gates, Cell cell) {
        int width = draw.size(1, 3);
        Formula.Inputs x = inputs("x", draw.normal(width))
                .with("state", draw.weights(2))
                .with("weight", draw.weights(gates, width + 2));
        return written(name, draw, x, (tape, in) -> cell.step(tape, in[0], in[1], rows(in[2], width + 2)));
    }

    private static Node gate(Node[] weights, Node[] x, Node h) {
        return dot(Arrays.copyOf(weights, x.length), x)
                .plus(weights[x.length].times(h))
                .plus(weights[x.length + 1]);
    }

    private static Node[] gru(Tape tape, Node[] x, Node[] state, Node[][] w) {
        Node h = state[0];
        Node reset = gate(w[0], x, h).sigmoid();
        Node update = gate(w[1], x, h).sigmoid();
        Node candidate = gate(
                        w[2],
                        x,
                        tape.slip(
                                "through r forgotten",
                                reset.times(h),
                                reset.held().times(h)))
                .tanh();
        Node kept = tape.slip("the way past the gates forgotten", h, h.held());
        Node next = update.negate().plus(1).times(candidate).plus(update.times(kept));
        return new Node[] {next, state[1]};
    }

    private static Node[] lstm(Tape tape, Node[] x, Node[] state, Node[][] w) {
        Node in = gate(w[0], x, state[0]);
        Node forget = gate(w[1], x, state[0]).sigmoid();
        Node open =
                tape.slip("the gate's slope from its pre-activation", in.sigmoid(), in.map(v -> v, v -> v * (1 - v)));
        Node candidate = gate(w[2], x, state[0]).tanh();
        Node out = gate(w[3], x, state[0]).sigmoid();
        Node memory = tape.slip("dc not passed on", state[1], state[1].held());
        Node i = tape.slip("i and f swapped", open, forget);
        Node f = tape.slip("i and f swapped", forget, open);
        Node c = f.times(memory).plus(i.times(candidate));
        return new Node[] {out.times(c.tanh()), c};
    }
}
