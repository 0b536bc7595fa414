package org.closedform.adversary;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.closedform.adversary.PublicApi.Member;
import org.closedform.chart.BarChart;
import org.closedform.chart.HeatMap;
import org.closedform.chart.LineChart;
import org.closedform.exercise.Attempt;
import org.closedform.exercise.Exercise;
import org.closedform.exercise.Exercises;
import org.closedform.exercise.Forward;
import org.closedform.exercise.Grades;
import org.closedform.expression.Expression;
import org.closedform.expression.Scope;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.gradient.diagnosis.Evidence;
import org.closedform.lesson.Steps;
import org.closedform.lesson.WorkedExample;
import org.closedform.operator.Attention;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormPart;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.RmsNorm;
import org.closedform.operator.Rnn;
import org.closedform.operator.RunningStatistics;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Values whose parts fit each other, which chance would hardly ever find. */
final class Samples {
    private static final RecurrentParameters RNN = parameters(2);
    private static final RecurrentParameters LSTM = parameters(8);
    private static final RecurrentParameters GRU = parameters(6);

    private static final Rnn.Pass RECURRENT = new Rnn().forward(new Rnn.Inputs(numbers(3, 2, 3), numbers(2, 2), RNN));
    private static final Lstm.Pass SEQUENCES =
            new Lstm().forward(new Lstm.Inputs(numbers(3, 2, 3), numbers(2, 2), numbers(2, 2), LSTM));
    private static final LstmCell.Pass STEP =
            new LstmCell().forward(new LstmCell.Inputs(numbers(2, 3), numbers(2, 2), numbers(2, 2), LSTM));
    private static final Gru.Pass GATED = new Gru().forward(new Gru.Inputs(numbers(3, 2, 3), numbers(2, 2), GRU));
    private static final GruCell.Pass GATED_STEP =
            new GruCell().forward(new GruCell.Inputs(numbers(2, 3), numbers(2, 2), GRU));
    private static final BatchNorm.Inputs BATCH = new BatchNorm.Inputs(numbers(3, 2), numbers(2), numbers(2));
    private static final LayerNorm.Inputs SAMPLES = new LayerNorm.Inputs(numbers(3, 2), numbers(2), numbers(2));
    private static final RunningStatistics RUNNING = RunningStatistics.initial(2);

    private static final Exercise RELU = Exercises.named("relu");
    private static final Attempt WRONG = new Attempt("relu", "dy", Verdict.FAIL, "mask missing", "", "", "", "");

    static final Map<Class<?>, List<Object>> OF = Stream.<Object>of(
                    new Linear.Inputs(numbers(2, 3), numbers(2, 3), numbers(2)),
                    new LinearWithoutBias.Inputs(numbers(2, 3), numbers(2, 3)),
                    new MatMul.Inputs(numbers(2, 3), numbers(3, 2)),
                    new Attention.Inputs(numbers(3, 2), numbers(4, 2), numbers(4, 3)),
                    new Attention().forward(new Attention.Inputs(numbers(3, 2), numbers(4, 2), numbers(4, 3))),
                    BATCH,
                    new BatchNorm().forward(BATCH),
                    new BatchNorm().inference(RUNNING).forward(BATCH),
                    new BatchNorm().withMask(Mask.of(true, false, true)).forward(BATCH),
                    new BatchNorm().partOf(BatchStatistics.of(BATCH.x(), 1)),
                    new BatchNorm().partOf(BatchStatistics.of(BATCH.x(), 1)).forward(BATCH),
                    new BatchNormPart.Sums(numbers(2), numbers(2)),
                    SAMPLES,
                    new RmsNorm.Inputs(numbers(3, 2), numbers(2)),
                    RNN,
                    LSTM,
                    RECURRENT.inputs(),
                    RECURRENT,
                    RECURRENT.output(),
                    SEQUENCES.inputs(),
                    SEQUENCES,
                    SEQUENCES.output(),
                    STEP.inputs(),
                    STEP,
                    STEP.output(),
                    GRU,
                    GATED.inputs(),
                    GATED,
                    GATED.output(),
                    GATED_STEP.inputs(),
                    GATED_STEP,
                    evidence(),
                    new LineChart.Line("line", numbers(4), numbers(4)),
                    new BarChart(
                            "title", "description", "x", "y", List.of("a", "b"), List.of("c", "d", "e"), numbers(2, 3)),
                    new HeatMap("title", "description", "rows", "columns", numbers(3, 2)),
                    Expression.parse("x*x"),
                    Scope.empty().with("x", numbers(2, 3)),
                    Forward.of("softmax(x)"),
                    RELU,
                    WRONG,
                    new Grades(List.of(RELU), List.of(WRONG)))
            .collect(Collectors.<Object, Class<?>>groupingBy(Samples::type));

    private static final Map<String, List<Object>> ARGUMENTS = Map.of(
            "Words.label(String, String[])", List.of("forward", new String[0]),
            "Lstm.fromOnnx(Tensor, Tensor)", List.of(numbers(4, 1), numbers(4, 1)),
            "Lstm.fromOnnx(Tensor, Tensor, Tensor)", List.of(numbers(4, 1), numbers(4, 1), numbers(8)),
            "Gru.fromOnnx(Tensor, Tensor)", List.of(numbers(3, 1), numbers(3, 1)),
            "Gru.fromOnnx(Tensor, Tensor, Tensor)", List.of(numbers(3, 1), numbers(3, 1), numbers(6)),
            "Exercises.named(String)", List.of("relu"),
            "LineChart.toElement(int, int)", List.of(320, 240),
            "BarChart.toElement(int, int)", List.of(320, 240),
            "Gru.fromKeras(Tensor, Tensor)", List.of(numbers(1, 3), numbers(1, 3)),
            "Gru.fromKeras(Tensor, Tensor, Tensor)", List.of(numbers(1, 3), numbers(1, 3), numbers(2, 3)));

    private Samples() {}

    /** What users know a value as: of a hidden record its interface. */
    private static Class<?> type(Object value) {
        Class<?> type = value.getClass();
        return PublicApi.isPublic(type) ? type : type.getInterfaces()[0];
    }

    /** Arguments that fit each other; of a record's constructor the components of a record. */
    static Optional<Object[]> arguments(Member member) {
        if (ARGUMENTS.containsKey(member.toString())) {
            return Optional.of(ARGUMENTS.get(member.toString()).toArray());
        }
        RecordComponent[] components = member.owner().getRecordComponents();
        boolean isCanonical = components != null
                && OF.containsKey(member.owner())
                && member.executable() instanceof Constructor
                && Arrays.equals(
                        member.executable().getParameterTypes(),
                        Arrays.stream(components).map(RecordComponent::getType).toArray());
        return isCanonical
                ? Optional.of(Arrays.stream(components)
                        .map(component ->
                                Fingerprint.component(OF.get(member.owner()).get(0), component))
                        .toArray())
                : Optional.empty();
    }

    private static Tensor numbers(int... dimensions) {
        int[] next = {0};
        return Tensor.draw(Shape.of(dimensions), () -> ++next[0] % 7 - 3.5);
    }

    private static RecurrentParameters parameters(int rows) {
        return new RecurrentParameters(numbers(rows, 3), numbers(rows, 2), numbers(rows), numbers(rows));
    }

    /** What an explanation writes in; it has no constructor, and a new one each time has nothing in it yet. */
    static Steps steps() {
        List<Steps> seen = new ArrayList<>();
        Operator<Tensor, Tensor> same = Operator.of(x -> x, (x, y, dy) -> dy);
        WorkedExample.of("same", same, (x, dy, steps) -> seen.add(steps), Tensor.of(1, 2), Tensor.of(1, 1));
        return seen.get(0);
    }

    /** What a wrong derivation gives its hypotheses to look at; it has no constructor. */
    private static Evidence evidence() {
        List<Evidence> seen = new ArrayList<>();
        Operator<Tensor, Tensor> wrong = Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x));
        GradientCheck.of(wrong)
                .hypotheses(List.of(evidence -> {
                    seen.add(evidence);
                    return Optional.empty();
                }))
                .at(Tensor.of(1, 2));
        return seen.get(0);
    }
}
