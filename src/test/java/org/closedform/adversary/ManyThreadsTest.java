package org.closedform.adversary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Gru;
import org.closedform.operator.Linear;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Lstm;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Tanh;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** Tensors, operators and passes shared by threads: each gets the bits that one thread alone gets, and nothing shared changes. */
class ManyThreadsTest {
    private static final int THREADS = 6;
    private static final int ROUNDS = 3;

    /** One shared value after another, in an order of its own for every thread. */
    @Test
    void getTheBitsOfOne() throws Exception {
        List<Supplier<String>> work = work();
        List<String> alone = work.stream().map(Supplier::get).toList();
        List<Callable<Void>> threads = IntStream.range(0, THREADS)
                .<Callable<Void>>mapToObj(thread -> () -> {
                    List<Integer> order = new ArrayList<>(
                            IntStream.range(0, work.size()).boxed().toList());
                    for (int round = 0; round < ROUNDS; round++) {
                        Collections.shuffle(order, new Random(31L * thread + round));
                        order.forEach(
                                i -> assertEquals(alone.get(i), work.get(i).get(), () -> "case " + i));
                    }
                    return null;
                })
                .toList();
        together(threads);
        assertEquals(alone, work.stream().map(Supplier::get).toList());
    }

    private static void together(List<Callable<Void>> threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads.size());
        CountDownLatch start = new CountDownLatch(threads.size());
        try {
            List<Future<Void>> ends = threads.stream()
                    .map(thread -> pool.submit(() -> {
                        start.countDown();
                        start.await();
                        return thread.call();
                    }))
                    .toList();
            for (Future<Void> end : ends) {
                end.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Supplier<String>> work() {
        List<Supplier<String>> work = new ArrayList<>();
        for (ElementType type : ElementType.values()) {
            for (int[] dimensions : new int[][] {{3, 5}, {33, 70}, {4, 9, 33}}) {
                Tensor x = numbers(type, dimensions);
                operators(x).forEach(operator -> add(work, operator, x));
            }
            layers(work, type);
        }
        return work;
    }

    private static List<Operator<Tensor, Tensor>> operators(Tensor x) {
        Tensor shares = new Softmax(1).apply(x);
        Labels labels = x.argMax(1);
        return List.of(
                new Sigmoid(),
                new Tanh(),
                new Softmax(0),
                new Softmax(-1),
                new LogSoftmax(1),
                new LogSumExp(),
                new LogSumExp(1),
                CrossEntropyLoss.onLogits(labels),
                CrossEntropyLoss.onLogits(shares).withReduction(Reduction.SUM).withLabelSmoothing(0.1),
                BinaryCrossEntropyLoss.onLogits(shares),
                Entropy.onLogits().withReduction(Reduction.NONE),
                within(),
                new Softmax(-1).then(new LogSoftmax(0)));
    }

    /** Operators called inside others, while those are at work with scratch of their own. */
    private static Operator<Tensor, Tensor> within() {
        Softmax softmax = new Softmax(0);
        Elementwise nested = new Elementwise(
                v -> v * softmax.apply(Tensor.of(v, 1, -v)).at(0),
                v -> softmax.forward(Tensor.of(v, 0)).jacobian().toDense().at(0, 0));
        return Operator.of(x -> nested.apply(x).plus(softmax.apply(x)), (x, y, dy) -> nested.forward(x)
                .backward(dy)
                .plus(softmax.forward(x).backward(dy)));
    }

    private static void layers(List<Supplier<String>> work, ElementType type) {
        add(work, new Linear(), new Linear.Inputs(numbers(type, 33, 70), numbers(type, 41, 70), numbers(type, 41)));
        add(work, new BatchNorm(), new BatchNorm.Inputs(numbers(type, 40, 7, 5), numbers(type, 7), numbers(type, 7)));
        add(work, KlDivergence.onLogits(), new KlDivergence.Inputs(numbers(type, 9, 40), numbers(type, 9, 40)));
        RecurrentParameters parameters = new RecurrentParameters(
                numbers(type, 20, 6), numbers(type, 20, 5), numbers(type, 20), numbers(type, 20));
        add(work, new Lstm(), new Lstm.Inputs(numbers(type, 7, 3, 6), parameters));
        RecurrentParameters three = parameters.mapTensors(tensor -> tensor.slice(0, 0, 15));
        add(work, new Gru().withLengths(7, 2, 4), new Gru.Inputs(numbers(type, 7, 3, 6), three));
    }

    /** A fresh forward, and the backward of a pass that all threads share. */
    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void add(
            List<Supplier<String>> work, Operator<X, Y> operator, X x) {
        Operator.Pass<X, Y> shared = operator.forward(x);
        Y upstream = shared.output().mapTensors(tensor -> tensor.map(y -> 1 + y / 8));
        work.add(() -> Fingerprint.of(operator.forward(x).output())
                + Fingerprint.of(shared.backward(upstream))
                + Fingerprint.of(x));
    }

    private static Tensor numbers(ElementType type, int... dimensions) {
        Random random = new Random(Shape.of(dimensions).size());
        return Tensor.draw(Shape.of(dimensions), random::nextGaussian).times(3).to(type);
    }
}
