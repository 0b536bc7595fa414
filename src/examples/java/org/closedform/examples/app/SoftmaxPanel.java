package org.closedform.examples.app;

import java.util.List;
import java.util.Map;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.lesson.WorkedExample;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/** Softmax and cross-entropy of one sample: probabilities, loss, y − t, the Jacobian, and a check of the chosen derivation. */
final class SoftmaxPanel implements Panel {
    private static final Range CLASSES = new Range(2, 10);
    private static final Range LOGIT = new Range(-1000, 1000);

    /**
     * What the panel shows. A vector has one number for each class.
     *
     * @param logits a, with the shift added
     * @param probabilities y
     * @param probabilitySum Σ y
     * @param target t, one-hot
     * @param loss ℓ = −log y at the target
     * @param gradient ∂ℓ/∂a = y − t
     * @param gradientSum Σ (y − t)
     * @param jacobian ∂y_i/∂a_j in row i and column j
     * @param rowSums the sum of each row of the Jacobian
     * @param check the result of checking the derivation against finite differences
     * @param softmax the worked example of softmax, with a dy that is one-hot at the target
     * @param crossEntropy the worked example of the loss
     */
    record Answer(
            Tensor logits,
            Tensor probabilities,
            double probabilitySum,
            Tensor target,
            double loss,
            Tensor gradient,
            double gradientSum,
            Tensor jacobian,
            Tensor rowSums,
            Check check,
            WorkedExample softmax,
            WorkedExample crossEntropy) {}

    /**
     * The result of a check against finite differences.
     *
     * @param verdict the result in a word
     * @param report the full report
     */
    record Check(Verdict verdict, String report) {}

    @Override
    public String path() {
        return "/api/softmax";
    }

    @Override
    public List<String> parameters() {
        return List.of("logits", "shift", "target", "derivation");
    }

    /** Four classes, of which the first one's logit moves. */
    @Override
    public Grid exported() {
        Slider first = new Slider("classes", "-10", "10", "1");
        return Grid.by("target", List.of("0", "1", "2", "3"))
                .times(
                        "logits",
                        first.stops().stream().map(a -> a + ",1,-1,0.5").toList())
                .times("shift", List.of("0", "10", "1000"))
                .times("derivation", List.of("right", "sign", "forgotten_target", "factor", "nearly"))
                .with("classes", Map.of("data-free", "1", "data-step", first.step()));
    }

    @Override
    public Answer answer(Query query) {
        Tensor logits = query.numbers("logits", CLASSES, LOGIT).plus(query.number("shift", LOGIT));
        int target = query.integer("target", new Range(0, logits.size() - 1));
        Derivation derivation = query.choice("derivation", Derivation.class);

        Labels label = Labels.of(target);
        Tensor row = logits.expandDims(0);
        Tensor t = label.oneHot(logits.size());
        Softmax.Pass softmax = new Softmax(0).forward(logits);
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(label);
        Operator.Pass<Tensor, Tensor> pass = loss.forward(row);
        Tensor gradient = pass.gradient().squeeze(0);
        Tensor jacobian = softmax.jacobian().toDense();
        return new Answer(
                logits,
                softmax.output(),
                softmax.output().sum().item(),
                t.squeeze(0),
                pass.output().item(),
                gradient,
                gradient.sum().item(),
                jacobian,
                jacobian.sum(1),
                check(loss, derivation, row, t),
                WorkedExample.of(new Softmax(0), logits, t.squeeze(0)),
                WorkedExample.of(loss, row));
    }

    private static Check check(CrossEntropyLoss loss, Derivation derivation, Tensor row, Tensor t) {
        GradientReport report = GradientCheck.of(derivation.of(loss, t)).at(row);
        return new Check(report.verdict(), report.toString());
    }
}
