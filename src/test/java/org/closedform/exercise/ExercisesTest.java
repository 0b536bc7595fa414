package org.closedform.exercise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.closedform.expression.Expression;
import org.closedform.expression.ExpressionException;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.Tensor;
import org.closedform.words.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody who learns might type. */
class ExercisesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    neuron | sum_n(dy*x)
                    neuron | N*mean_n(x*dy)
                    neuron | Σ(x·dy)
                    neuron | sum_n(x*dy)/1
                    sigmoid | dy*y*(1 - y)
                    sigmoid | dy*(y - y^2)
                    sigmoid | dy*sigmoid(x)*sigmoid(-x)
                    sigmoid | dy*exp(-x)/(1 + exp(-x))^2
                    sigmoid | dy·σ(x)·(1 − σ(x))
                    softmax | y*(dy - sum(y*dy))
                    softmax | y*dy - y*sum(y*dy)
                    softmax | softmax(x)*(dy - sum(dy*exp(x))/sum(exp(x)))
                    softmax | dy·y − y·Σ(dy·y)
                    log-softmax | dy - softmax(x)*sum(dy)
                    log-softmax | dy - exp(y)*sum(dy)
                    log-softmax | dy - exp(x)/sum(exp(x))*sum(dy)
                    log-softmax | dy - C*mean(dy)*softmax(x)
                    cross-entropy | (y - t)/N
                    cross-entropy | y/N - t/N
                    cross-entropy | -(t - softmax(x))/N
                    cross-entropy | (y*sum(t) - t)/N
                    cross-entropy | dL*(y - t)/N
                    two-classes | (y - t)/N
                    two-classes | (sigmoid(x) - t)/N
                    two-classes | (y*(1 - t) - t*(1 - y))/N
                    two-classes | 1/N*(y - t)
                    entropy | -dy*(log(x) + 1)
                    entropy | -dy*log(x) - dy
                    entropy | dy*(-1 - ln(x))
                    divergence | y - t
                    divergence | softmax(x) - t
                    divergence | y*sum(t) - t
                    divergence | -(t - y)
                    two-layers | dy*(1 - y^2)*w*h*(1 - h)
                    two-layers | w*(dy - dy*y*y)*(h - h^2)
                    two-layers | dy*w*(1 - tanh(w*h)^2)*sigmoid(x)*sigmoid(-x)
                    relu | dy*step(x)
                    relu | step(y)*dy
                    relu | dy*max(0, x)/x
                    relu | dy*y/x
                    batch-norm-scale | sum(dy*xhat)
                    batch-norm-scale | sum_n(dy*(x - mu)/sqrt(var + eps))
                    batch-norm-scale | N*mean(dy*xhat)
                    batch-norm-scale | sum(dy*(y - beta))/gamma
                    batch-norm-scale | Σ(dy·x̂)
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - mean(dy) - xhat*mean(dy*xhat))
                    batch-norm-input | (dy*gamma - mean(dy*gamma) - xhat*mean(dy*gamma*xhat))/sqrt(var + eps)
                    batch-norm-input | gamma/(N*sqrt(var + eps))*(N*dy - sum(dy) - xhat*sum(dy*xhat))
                    batch-norm-input | gamma*(var + eps)^(-1/2)*(dy - mean(dy) - (x - mu)*mean(dy*(x - mu))/(var + eps))
                    batch-norm-input | γ/√(σ² + ε)·(dy − mean(dy) − x̂·mean(dy·x̂))
                    """)
    void aRightAnswerPassesInAnyForm(String exercise, String backward) {
        Attempt attempt = Exercises.named(exercise).attempt(backward);
        assertEquals(Verdict.PASS, attempt.verdict(), attempt::report);
        assertTrue(attempt.isSolved());
        assertEquals("PASS", attempt.toString());
        assertEquals("", attempt.slip() + attempt.cause() + attempt.hint());
        assertEquals(Expression.parse(backward).toString(), attempt.backward());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    neuron | dy*x | sum missing
                    neuron | mean_n(dy*x) | constant factor
                    neuron | sum_n(x) | ignores upstream
                    neuron | sum_n(dy) | gradient of the bias
                    neuron | -sum_n(dy*x) | sign
                    neuron | sum_n(dy)*sum_n(x) | sums multiplied
                    neuron | sum_i(dy*x) | sum missing
                    neuron | sum_n(dy*x*w) | elementwise slope
                    sigmoid | dy*x*(1 - x) | elementwise slope
                    sigmoid | y*(1 - y) | ignores upstream
                    sigmoid | dy*y | elementwise slope
                    sigmoid | dy*(1 - y) | elementwise slope
                    sigmoid | -dy*y*(1 - y) | sign
                    sigmoid | dy*(1 - y^2) | elementwise slope
                    sigmoid | dy*y*(1 + y) | elementwise slope
                    sigmoid | dy*sigmoid(y)*(1 - sigmoid(y)) | elementwise slope
                    softmax | y*dy*(1 - y) | off-diagonal missing
                    softmax | y*(dy - sum(dy)) | weights missing
                    softmax | y*(dy + sum(y*dy)) | sign of the second term
                    softmax | dy - sum(y*dy) | factor missing
                    softmax | y*(dy - mean(y*dy)) | mean for a sum
                    softmax | y*dy - sum(y*dy) | factor missing
                    softmax | y*dy | second term missing
                    softmax | -y*(dy - sum(y*dy)) | sign
                    softmax | y*(dy - sum_n(y*dy)) | wrong axis
                    softmax | y*(dy - dy*sum(y)) | all zero
                    softmax | y*(1 - y) | ignores upstream
                    softmax | y*(sum(y*dy) - dy) | sign
                    softmax | -y*sum(y*dy) | diagonal wrong
                    log-softmax | dy - y*sum(dy) | logarithm for a probability
                    log-softmax | dy - softmax(x)*dy | off-diagonal missing
                    log-softmax | dy - softmax(x) | not linear in upstream
                    log-softmax | dy | second term missing
                    log-softmax | dy + softmax(x)*sum(dy) | sign of the second term
                    log-softmax | dy - softmax(x)*mean(dy) | mean for a sum
                    log-softmax | dy - sum(softmax(x)*dy) | transposed
                    log-softmax | 1 - softmax(x) | ignores upstream
                    log-softmax | dy/softmax(x) | stopped too early
                    cross-entropy | (t - y)/N | sign
                    cross-entropy | y - t | constant factor
                    cross-entropy | (y - t)/C | constant factor
                    cross-entropy | y/N | target missing
                    cross-entropy | mean(y - t) | cancels
                    cross-entropy | -t/y/N | stopped too early
                    cross-entropy | y*(1 - y)*(y - t)/N | slope once more
                    cross-entropy | (x - t)/N | logits for probabilities
                    cross-entropy | 2*(y - t)/N | constant factor
                    cross-entropy | -t*(1 - y)/N | one case missing
                    cross-entropy | (y - t)/(N*C) | constant factor
                    two-classes | (t - y)/N | sign
                    two-classes | y - t | constant factor
                    two-classes | (y - t)/(y*(1 - y))/N | stopped too early
                    two-classes | -t/y/N | stopped too early
                    two-classes | (y - t)*y*(1 - y)/N | slope once more
                    two-classes | y/N | target missing
                    two-classes | -t*(1 - y)/N | one case missing
                    two-classes | (x - t)/N | logits for probabilities
                    entropy | -dy*log(x) | product rule
                    entropy | -log(x) - 1 | ignores upstream
                    entropy | dy*(log(x) + 1) | sign
                    entropy | -dy/x | product rule
                    entropy | -dy*(log(x) + x) | slope of the logarithm
                    entropy | dy*(1 - log(x)) | sign of one term
                    entropy | -dy*x*(log(x) + 1) | elementwise slope
                    divergence | t - y | sign
                    divergence | (y - t)/N | constant factor
                    divergence | -t/y | stopped too early
                    divergence | y | target missing
                    divergence | log(t/y) | another gradient
                    divergence | t*(y - t) | unknown
                    divergence | y*log(t/y) | unknown
                    two-layers | dy*(1 - y^2)*h*(1 - h) | group factor
                    two-layers | dy*y*(1 - y)*w*h*(1 - h) | another slope
                    two-layers | dy*(1 - y^2)*w | slope of the sigmoid missing
                    two-layers | dy*w*h*(1 - h) | slope of tanh missing
                    two-layers | dy*(1 - y^2)*w*x*(1 - x) | elementwise slope
                    two-layers | (1 - y^2)*w*h*(1 - h) | ignores upstream
                    two-layers | dy*(1 - y)*w*h*(1 - h) | another slope
                    two-layers | dy*(1 - y^2)*w*(1 - h^2) | another slope
                    relu | dy | mask missing
                    relu | step(x) | ignores upstream
                    relu | dy*y | output for a slope
                    relu | dy*step(-x) | gate the wrong way
                    relu | max(0, dy) | not linear in upstream
                    relu | dy*step(dy) | not linear in upstream
                    relu | dy*x*step(x) | output for a slope
                    relu | -dy*step(x) | sign
                    batch-norm-scale | dy*xhat | sum missing
                    batch-norm-scale | sum(dy*x) | another input
                    batch-norm-scale | mean(dy*xhat) | constant factor
                    batch-norm-scale | sum(dy) | gradient of the shift
                    batch-norm-scale | sum(dy*y) | another input
                    batch-norm-scale | sum(dy*(x - mu)/(var + eps)) | square root missing
                    batch-norm-scale | sum(dy*(x - mu)) | deviation missing
                    batch-norm-scale | sum_i(dy*xhat) | sum missing
                    batch-norm-scale | gamma*sum(dy*xhat) | a factor too many
                    batch-norm-scale | sum(xhat) | ignores upstream
                    batch-norm-scale | sum(dy)*sum(xhat) | sums multiplied
                    batch-norm-input | gamma/sqrt(var + eps)*dy | mean and variance terms
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - mean(dy)) | variance term
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - xhat*mean(dy*xhat)) | mean term
                    batch-norm-input | 1/sqrt(var + eps)*(dy - mean(dy) - xhat*mean(dy*xhat)) | scale missing
                    batch-norm-input | gamma/(var + eps)*(dy - mean(dy) - xhat*mean(dy*xhat)) | square root missing
                    batch-norm-input | gamma/(sqrt(var) + eps)*(dy - mean(dy) - xhat*mean(dy*xhat)) | epsilon
                    batch-norm-input | gamma/sigma*(dy - mean(dy) - xhat*mean(dy*xhat)) | epsilon
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - sum(dy) - xhat*sum(dy*xhat)) | sum for a mean
                    batch-norm-input | gamma/sqrt(var + eps)*(dy + mean(dy) + xhat*mean(dy*xhat)) | sign of two terms
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - mean(dy) - x*mean(dy*x)) | another input
                    batch-norm-input | gamma*(dy - mean(dy) - xhat*mean(dy*xhat)) | deviation missing
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - mean_i(dy) - xhat*mean_i(dy*xhat)) | wrong axis
                    batch-norm-input | gamma/sqrt(var*N/(N - 1) + eps)*(dy - mean(dy) - xhat*mean(dy*xhat)) | unbiased variance
                    batch-norm-input | -gamma/sqrt(var + eps)*(dy - mean(dy) - xhat*mean(dy*xhat)) | sign
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - mean(dy) - mean(dy*xhat)) | factor missing
                    batch-norm-input | xhat*mean(dy*xhat) | unknown
                    cross-entropy | y - t/N | brackets
                    cross-entropy | (y - 1)/N | target missing
                    cross-entropy | (y - t)/N^2 | constant factor
                    sigmoid | dy/(1 + exp(-x))^2 | elementwise slope
                    sigmoid | sum(dy*y*(1 - y)) | mask missing
                    softmax | sum(y*dy) | average alone
                    softmax | y*(dy - y*sum(dy)) | index mixed up
                    softmax | y*(1 - y)*dy - y*sum(y*dy) | diagonal wrong
                    neuron | w*Σ(dy) | gradient of the input
                    neuron | sum_n(dy*x) + b | not linear in upstream
                    entropy | dy*log(x) | product rule
                    divergence | t*(y - 1) | one case missing
                    batch-norm-scale | Σ(dy·(x − μ)/σ) | epsilon
                    batch-norm-input | γ·dy | paths missing
                    batch-norm-input | dy/√(σ² + ε) | paths missing
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - mean(dy) - xhat*mean(dy)) | factor missing
                    batch-norm-input | gamma/sqrt(var + eps)*(dy - mean(dy) - xhat*sum(dy*xhat)) | sum for a mean
                    """)
    void aWrongAnswerFailsAndTheSlipIsNamed(String exercise, String backward, String slip) {
        Attempt attempt = Exercises.named(exercise).attempt(backward);
        assertEquals(Verdict.FAIL, attempt.verdict(), attempt::report);
        assertEquals(slip, attempt.slip(), attempt::report);
        assertFalse(attempt.isSolved());
        assertFalse(attempt.cause().isBlank());
        assertFalse(attempt.hint().isBlank());
    }

    @ParameterizedTest
    @CsvSource({"dy/0", "dy*log(-1 - x^2)", "dy*exp(exp(exp(x + 9)))", "dy*1e300*1e300"})
    void aGradientThatIsNotFiniteIsToldAtOnce(String backward) {
        Attempt attempt = Exercises.named("sigmoid").attempt(backward);
        assertEquals("FAIL: the gradient is NaN or infinite", attempt.toString());
        assertEquals("not finite", attempt.slip());
    }

    @Test
    void aMissingSumIsToldInTheWordsOfTheExercise() {
        assertEquals(
                "w has one number for each input, and so has dw, but this formula has one number for each sample and input",
                Exercises.named("neuron").attempt("dy*x").cause());
        ExpressionException e = assertThrows(ExpressionException.class, () -> Exercises.named("batch-norm-scale")
                .attempt("sum(sum(dy*xhat))"));
        assertEquals(
                "At character 1: sum(…) adds up over the samples, but sum(dy*xhat) has one number for each feature; over the"
                        + " features it is sum_i(…).",
                e.sentence());
    }

    @Test
    void theStoryHasTwelve() {
        assertEquals(12, Exercises.story().size());
        assertEquals(
                12,
                Exercises.story().stream()
                        .map(Exercise::name)
                        .collect(Collectors.toSet())
                        .size());
    }

    @Test
    void theirOwnAnswersPassAndTheirOwnMistakesFail() {
        for (Exercise exercise : Exercises.story()) {
            assertTrue(exercise.attempt(exercise.answer()).isSolved(), exercise.name());
            for (Mistake mistake : exercise.mistakes()) {
                Attempt attempt = exercise.attempt("1*(" + mistake.backward() + ")");
                assertEquals(
                        mistake.cause(),
                        attempt.cause(),
                        () -> exercise.name() + ", " + mistake.backward() + ": " + attempt);
            }
        }
    }

    @Test
    void everyNameThatAnAnswerMayHaveIsExplained() {
        for (Exercise exercise : Exercises.story()) {
            Set<String> explained =
                    exercise.symbols().stream().map(Symbol::name).collect(Collectors.toCollection(TreeSet::new));
            Set<String> used = new TreeSet<>(Expression.parse(exercise.answer()).names());
            exercise.mistakes()
                    .forEach(mistake ->
                            used.addAll(Expression.parse(mistake.backward()).names()));
            used.removeAll(explained);
            assertEquals(Set.of(), used, exercise.name());
            explained.removeAll(
                    exercise.forward().names(exercise.samples().get(0).x()));
            assertEquals(Set.of(), explained, exercise.name());
        }
    }

    @Test
    void textsAreWholeAndHaveNoStopTwice() {
        for (Exercise exercise : Exercises.story()) {
            assertTrue(exercise.task().endsWith("."), exercise.task());
            exercise.hints().forEach(hint -> assertTrue(hint.text().matches(".*[.?]"), hint.text()));
            for (Mistake mistake : exercise.mistakes()) {
                assertTrue(mistake.hint().matches(".*[.?]"), mistake.hint());
                assertFalse(mistake.cause().endsWith("."), mistake.cause());
            }
        }
    }

    @Test
    void everyTextIsThereInChinese() {
        Words chinese = Words.of(Locale.CHINESE);
        List<String> missing = Stream.concat(ExerciseTexts.all().stream(), ExerciseTexts.ofSlips().stream())
                .filter(text -> chinese.phrase(text).isEmpty())
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void anExerciseAndItsAttemptsCanBeSaidInChinese() {
        Words chinese = Words.of(Locale.CHINESE);
        Exercise batchNorm = Exercises.named("batch-norm-input").in(chinese);
        assertEquals("批归一化：输入", batchNorm.title());
        assertTrue(batchNorm.task().endsWith("求 dx。"), batchNorm.task());
        assertEquals("输入，每个样本、每个特征一个", batchNorm.symbols().get(0).meaning());
        Attempt attempt = batchNorm.attempt("gamma*dy").in(chinese);
        assertEquals("paths missing", attempt.slip());
        assertEquals("完全漏掉了归一化", attempt.cause());
        assertEquals("一般的数", attempt.sample());
        assertTrue(attempt.hint().startsWith("从 y 到 x̂ 是 γ dy。"), attempt.hint());
        assertEquals(
                batchNorm.attempt("gamma*dy"), batchNorm.attempt("gamma*dy").in(Words.ENGLISH));
    }

    @Test
    void reportsCallTheInputByItsName() {
        String report = Exercises.named("batch-norm-scale").attempt("sum(dy)").report();
        assertTrue(report.contains("/∂gamma["), report);
    }

    @Test
    void anUnknownNameIsRefused() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Exercises.named("Softmax"));
        assertTrue(
                e.getMessage().startsWith("Exercises.named: name is \"Softmax\"; there are [neuron, "), e.getMessage());
    }

    @Test
    void anExerciseHasASampleAndAnAnswerThatFitsIt() {
        Exercise relu = Exercises.named("relu");
        assertThrows(IllegalArgumentException.class, () -> copy(relu, List.of(), "dy"));
        assertThrows(IllegalArgumentException.class, () -> copy(relu, relu.samples(), "dz"));
        List<Sample> misfit = List.of(new Sample("a number", Tensor.scalar(1)));
        Forward shared = Forward.of("w*x").by("w").with("x", Tensor.of(1, 2));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Exercise("", "", "", shared, List.of(), misfit, List.of(), List.of(), "dy*x"));
        new Exercise("", "", "", shared, List.of(), misfit, List.of(), List.of(), "sum(dy*x)");
    }

    private static Exercise copy(Exercise e, List<Sample> samples, String answer) {
        return new Exercise(
                e.name(), e.title(), e.task(), e.forward(), e.symbols(), samples, e.mistakes(), e.hints(), answer);
    }
}
