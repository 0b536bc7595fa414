package org.closedform.kernel;

import java.util.function.ObjIntConsumer;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/** The sigmoids and their kin, block by block in scratch. */
final class SigmoidBlock<A> {
    private final Loops<A> loops;
    private final A source;
    private final A target;
    private final A x;
    private final A y;
    private final A a;
    private final A q;
    private final A r;

    private SigmoidBlock(Scratch<A> scratch, Buffer source, Buffer target) {
        this.loops = scratch.loops;
        this.source = scratch.values(source);
        this.target = scratch.values(target);
        this.x = scratch.block(0);
        this.a = scratch.block(1);
        this.q = scratch.block(2);
        this.r = scratch.block(3);
        this.y = scratch.block(4);
    }

    /** What a function makes of every number of a buffer. */
    static Buffer map(Buffer x, ObjIntConsumer<SigmoidBlock<?>> function) {
        Buffer y = x.ofSize(x.size());
        Splitter.split(x.size(), (from, to) -> new SigmoidBlock<>(Scratch.of(x), x, y).map(from, to, function));
        return y;
    }

    private void map(int begin, int end, ObjIntConsumer<SigmoidBlock<?>> function) {
        for (int from = begin; from < end; from += Loops.BLOCK) {
            int count = Math.min(Loops.BLOCK, end - from);
            Block there = new Block(from, 0, 1);
            Block here = new Block(0, 0, 1);
            loops.copy(source, there, x, here, 1, count);
            function.accept(this, count);
            loops.copy(y, here, target, there, 1, count);
        }
    }

    /** y = σ(x). */
    void sigmoid(int count) {
        loops.sigmoid(x, y, count, a, q, r);
    }

    /** y = scale²·σ′(scale·x), for tanh′(x) = 4σ′(2x) too. */
    void sigmoidSlope(int count, int scale) {
        loops.sigmoidSlope(x, y, count, scale, a, q, r);
    }

    /** y = log(1 + e^(sign·x)), times sign. */
    void softplus(int count, int sign) {
        loops.softplus(x, y, count, sign, a, q, r);
    }

    /** y = tanh(x). */
    void tanh(int count) {
        loops.tanh(x, y, count, a, q, r);
    }
}
