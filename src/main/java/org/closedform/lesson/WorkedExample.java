package org.closedform.lesson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.argument.Copied;
import org.closedform.lesson.Step.Phase;
import org.closedform.operator.Held;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.closedform.words.Words;

/**
 * An operator explained with your own numbers: every step forward and back, with its formula and its numbers. All numbers are
 * computed when the example is made.
 *
 * <pre>{@code
 * System.out.println(WorkedExample.of(new Softmax(-1), Tensor.of(1, 2, 3)));
 * }</pre>
 *
 * <p>The last steps forward are the operator's output and the last steps back its gradient, part by part, bit for bit as the operator
 * computes them. The numbers in between are computed by the formulas shown. Where the operator itself computes differently to keep
 * more digits, the last bits of a step may differ from those that the next step is computed from.
 *
 * <p>Each symbol stands for one thing, either given or computed by one step. {@link #value} returns its numbers, and
 * {@link Step#dependsOn} leads from a step back to the numbers that it was computed from.
 *
 * <p>The library explains its own operators and losses. Another operator may implement {@link Explanation}; if it does not, only its
 * input, its output and their gradients are shown.
 *
 * <p><b>Networks.</b> What {@link Operator#then}, {@link Operator#plus}, {@link Operator#residual} and {@link Operator#holding} make is
 * explained layer by layer: {@link #sections} has an example for each, in order. The steps forward of the whole are theirs, one after
 * another; the steps back are theirs, from the last section to the first. A symbol stands for one thing in all of them: layer 2 has the
 * weight W₂ and the output a₂, which is what layer 3 is given, and da₂ = ∂C/∂a₂ is the last step back of section 3 and the upstream of
 * section 2. Parameters that {@code holding} holds are given, and their gradients shown.
 *
 * <p><b>Finer steps.</b> A step may unfold into {@linkplain Step#finer finer ones}, such as a softmax into exponentials and their sum.
 * {@link #fine} unfolds all.
 *
 * <p><b>Digits.</b> All values are exact; only texts are rounded. They show six digits, or as many as you say.
 *
 * @param title what is explained
 * @param given the input, part by part, under the symbols of the formulas; of a network the parameters too
 * @param forward the way to the output
 * @param upstream the gradient of the output, part by part
 * @param backward the way back
 * @param sections the layers of a network; empty if there is one operator alone
 */
public record WorkedExample(
        String title,
        List<NamedTensor> given,
        List<Step> forward,
        List<NamedTensor> upstream,
        List<Step> backward,
        List<WorkedExample> sections) {
    private static final double[] UPSTREAM = {1, -2, 4};
    private static final int DIGITS = 6;

    /**
     * Copies the lists, and checks that each step depends only on what comes before it.
     *
     * @param title what is explained
     * @param given the input, part by part, under the symbols of the formulas; of a network the parameters too
     * @param forward the way to the output
     * @param upstream the gradient of the output, part by part
     * @param backward the way back
     * @param sections the layers of a network; empty if there is one operator alone
     * @throws IllegalArgumentException if a symbol is used twice, or a step depends on something that is neither given nor an
     *     earlier step; on the way forward the upstream is not given yet; or if the steps are not those of the sections
     */
    public WorkedExample {
        Objects.requireNonNull(title, "WorkedExample: title is null");
        given = Copied.of(given, "WorkedExample: given");
        forward = Copied.of(forward, "WorkedExample: forward");
        upstream = Copied.of(upstream, "WorkedExample: upstream");
        backward = Copied.of(backward, "WorkedExample: backward");
        Steps checked = new Steps(given, upstream);
        forward.forEach(checked::add);
        backward.forEach(checked::add);
        if (!checked.list(Phase.FORWARD).equals(forward)) {
            throw new IllegalArgumentException("WorkedExample: a step is among those of the other phase");
        }
        sections = Copied.of(sections, "WorkedExample: sections");
        if (!sections.isEmpty() && !(forward.equals(forward(sections)) && backward.equals(backward(sections)))) {
            throw new IllegalArgumentException(
                    "WorkedExample: the steps are not those of the sections, one after another"
                            + " on the way forward and from the last to the first on the way back");
        }
    }

    /**
     * An example of one operator alone, without sections.
     *
     * @param title what is explained
     * @param given the input, part by part, under the symbols of the formulas
     * @param forward the way to the output
     * @param upstream the gradient of the output, part by part
     * @param backward the way back
     * @throws IllegalArgumentException if a symbol is used twice, or a step depends on something that is neither given nor an
     *     earlier step; on the way forward the upstream is not given yet
     */
    public WorkedExample(
            String title,
            List<NamedTensor> given,
            List<Step> forward,
            List<NamedTensor> upstream,
            List<Step> backward) {
        this(title, given, forward, upstream, backward, List.of());
    }

    static List<Step> forward(List<WorkedExample> sections) {
        return sections.stream().flatMap(section -> section.forward.stream()).toList();
    }

    static List<Step> backward(List<WorkedExample> sections) {
        List<WorkedExample> reversed = new ArrayList<>(sections);
        Collections.reverse(reversed);
        return reversed.stream().flatMap(section -> section.backward.stream()).toList();
    }

    /**
     * An example, of a network layer by layer, with an upstream that is easy to follow by hand: 1 for a loss, and otherwise 1, −2, 4, 1, −2, 4, … along every axis.
     * It is not constant because softmax and batch norm turn a constant upstream into a gradient of 0.
     *
     * <pre>{@code
     * [ 1, -2,  4]       [[ 1, -2,  4],
     *                     [-2,  4,  1]]
     * }</pre>
     *
     * @param <X> what goes into the operator
     * @param <Y> what comes out
     * @param operator what to explain
     * @param x the input
     * @return the example
     * @throws IllegalArgumentException if x does not fit the operator, or a layer of a network does not fit the one before; the
     *     message names the layer
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> WorkedExample of(Operator<X, Y> operator, X x) {
        if (Network.isOne(operator)) {
            Network<X, Y> network = Network.of(operator, x);
            return network.example(network.output().mapTensors(WorkedExample::upstreamOf));
        }
        Operator.Pass<X, Y> pass = pass(operator, x);
        Y output = Objects.requireNonNull(pass.output(), "WorkedExample: the operator's output is null");
        return of(operator, pass, x, output.mapTensors(WorkedExample::upstreamOf));
    }

    private static Tensor upstreamOf(Tensor y) {
        return Tensor.generate(y.shape(), index -> UPSTREAM[IntStream.of(index).sum() % UPSTREAM.length])
                .to(y.elementType());
    }

    /**
     * {@return an example, of a network layer by layer}
     *
     * @param <X> what goes into the operator
     * @param <Y> what comes out
     * @param operator what to explain
     * @param x the input
     * @param dy the upstream, ∂C/∂y
     * @throws IllegalArgumentException if x or dy does not fit the operator, or a layer of a network does not fit the one before;
     *     the message names the layer
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> WorkedExample of(
            Operator<X, Y> operator, X x, Y dy) {
        Objects.requireNonNull(dy, "WorkedExample: dy is null");
        return Network.isOne(operator) ? Network.of(operator, x).example(dy) : of(operator, pass(operator, x), x, dy);
    }

    /** The example of one operator at a pass, without sections. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> WorkedExample of(
            Operator<X, Y> operator, Operator.Pass<X, Y> pass, X x, Y dy) {
        Optional<Explanation<X, Y>> explanation = Explanations.of(operator);
        return explanation.isPresent()
                ? of(title(operator), pass, explanation.get(), x, dy)
                : InputAndOutput.of(title(operator), pass, x, dy);
    }

    /**
     * {@return an example of an operator with an explanation from elsewhere}
     *
     * @param <X> what goes into the operator
     * @param <Y> what comes out
     * @param title what to call it
     * @param operator what to explain
     * @param explanation writes down the steps
     * @param x the input
     * @param dy the upstream, ∂C/∂y
     * @throws IllegalArgumentException if x or dy does not fit the operator
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> WorkedExample of(
            String title, Operator<X, Y> operator, Explanation<X, Y> explanation, X x, Y dy) {
        Objects.requireNonNull(title, "WorkedExample: title is null");
        Objects.requireNonNull(explanation, "WorkedExample: explanation is null");
        Objects.requireNonNull(dy, "WorkedExample: dy is null");
        return of(title, pass(operator, x), explanation, x, dy);
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> WorkedExample of(
            String title, Operator.Pass<X, Y> pass, Explanation<X, Y> explanation, X x, Y dy) {
        pass.backward(dy); // an x or dy that does not fit gets the operator's own error message
        List<NamedTensor> given = ExampleText.named(x, explanation::inputSymbol);
        List<NamedTensor> upstream = ExampleText.named(dy, explanation::upstreamSymbol);
        Steps steps = new Steps(given, upstream);
        explanation.explain(x, dy, steps);
        return new WorkedExample(title, given, steps.list(Phase.FORWARD), upstream, steps.list(Phase.BACKWARD));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator.Pass<X, Y> pass(
            Operator<X, Y> operator, X x) {
        Objects.requireNonNull(operator, "WorkedExample: operator is null");
        Objects.requireNonNull(x, "WorkedExample: x is null");
        return Objects.requireNonNull(operator.forward(x), "WorkedExample: the operator's pass is null");
    }

    static String title(Operator<?, ?> operator) {
        if (operator instanceof Held<?, ?, ?> held) {
            return title(held.operator());
        }
        Class<?> type = operator.getClass();
        return type.isHidden() || type.isSynthetic() || type.isAnonymousClass() ? "Operator" : type.getSimpleName();
    }

    /**
     * {@return this example with every step that has {@linkplain Step#finer finer ones} replaced by them, in the sections too}
     */
    public WorkedExample fine() {
        List<WorkedExample> unfolded =
                sections.stream().map(WorkedExample::fine).toList();
        return new WorkedExample(title, given, fine(forward), upstream, fine(backward), unfolded);
    }

    private static List<Step> fine(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step.finer().isEmpty() ? Stream.of(step) : step.finer().stream())
                .toList();
    }

    /** {@return all steps, the ones forward first} */
    public List<Step> steps() {
        return Stream.concat(forward.stream(), backward.stream()).toList();
    }

    /**
     * {@return the numbers that a symbol stands for, given or computed by a step}
     *
     * @param symbol such as dx
     * @throws IllegalArgumentException if nothing in this example has that symbol
     */
    public Tensor value(String symbol) {
        Objects.requireNonNull(symbol, "WorkedExample.value: symbol is null");
        Stream<NamedTensor> found = steps().stream().map(step -> new NamedTensor(step.symbol(), step.value()));
        List<NamedTensor> all = Stream.of(given.stream(), upstream.stream(), found)
                .flatMap(parts -> parts)
                .toList();
        return all.stream()
                .filter(part -> part.name().equals(symbol))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("WorkedExample.value: there is no " + symbol + " here; there are "
                                + all.stream().map(NamedTensor::name).toList()))
                .tensor();
    }

    /** {@return the example as plain text, with formulas in Unicode and six digits} */
    public String toText() {
        return toText(DIGITS);
    }

    /**
     * {@return the example as plain text, with formulas in Unicode}
     *
     * @param digits how many significant digits are shown, from 1 to 17
     * @throws IllegalArgumentException if that is out of range
     */
    public String toText(int digits) {
        return toText(Words.ENGLISH, digits);
    }

    /**
     * {@return the example as plain text, with formulas in Unicode}
     *
     * @param words the reader's language
     * @param digits how many significant digits are shown, from 1 to 17
     * @throws IllegalArgumentException if that is out of range
     */
    public String toText(Words words, int digits) {
        return ExampleText.plain(this, Objects.requireNonNull(words, "WorkedExample.toText: words is null"), digits);
    }

    /** {@return the example as a section of a Markdown page, with formulas in LaTeX between double dollars and six digits} */
    public String toMarkdown() {
        return toMarkdown(DIGITS);
    }

    /**
     * {@return the example as a section of a Markdown page, with formulas in LaTeX between double dollars}
     *
     * @param digits how many significant digits are shown, from 1 to 17
     * @throws IllegalArgumentException if that is out of range
     */
    public String toMarkdown(int digits) {
        return toMarkdown(Words.ENGLISH, digits);
    }

    /**
     * {@return the example as a section of a Markdown page, with formulas in LaTeX between double dollars}
     *
     * @param words the reader's language
     * @param digits how many significant digits are shown, from 1 to 17
     * @throws IllegalArgumentException if that is out of range
     */
    public String toMarkdown(Words words, int digits) {
        return ExampleText.markdown(
                this, Objects.requireNonNull(words, "WorkedExample.toMarkdown: words is null"), digits);
    }

    /**
     * {@return the example in English as an article in HTML, as {@link #toHtml(Words)} describes it}
     */
    public String toHtml() {
        return toHtml(Words.ENGLISH);
    }

    /**
     * {@return the example as an article in HTML, with formulas in MathML and numbers in tables} It needs no script and no style sheet,
     * is also well-formed XML, and everything in it is escaped. Numbers have six digits; long axes show their ends, and what is
     * wider than the screen scrolls. A network has a
     * heading for each layer, and steps that have finer ones can be opened to show them.
     *
     * @param words the reader's language
     */
    public String toHtml(Words words) {
        return toHtml(words, DIGITS);
    }

    /**
     * {@return the example as an article in HTML, as {@link #toHtml(Words)} describes it}
     *
     * @param words the reader's language
     * @param digits how many significant digits are shown, from 1 to 17
     * @throws IllegalArgumentException if that is out of range
     */
    public String toHtml(Words words, int digits) {
        Objects.requireNonNull(words, "WorkedExample.toHtml: words is null");
        return ExampleHtml.of(this, words, digits);
    }

    /**
     * The example in JSON, all numbers in full.
     *
     * <pre>{@code
     * {
     *   "schema": "closedform.worked-example/1",
     *   "title": text,
     *   "given": [{"symbol": text, "value": tensor}, …],
     *   "forward": [step, …],
     *   "upstream": [{"symbol": text, "value": tensor}, …],
     *   "backward": [step, …],
     *   "sections": [section, …]
     * }
     *
     * step:    {"symbol": text, "name": text, "formula": text, "latex": text, "note": text, "dependsOn": [text, …],
     *           "value": tensor, "finer": [step, …]}
     * tensor:  {"type": "float32" or "float64", "shape": [whole number, …], "values": [number, …]}
     * section: {"title": text, "given": [symbol, …], "forward": [symbol, …], "upstream": [symbol, …], "backward": [symbol, …]}
     * }</pre>
     *
     * <p>A section is a layer of a network, and names the steps that are its own. The values are in row-major order: the last index runs fastest. Each has as many digits as it takes to read it back bit for bit,
     * −0.0 too. JSON has no NaN and no infinities: they are the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}, which
     * JavaScript's {@code Number} and Java's {@code Double.parseDouble} read. A new member does not change the schema's number; a member
     * that goes, or means something else, does.
     *
     * @return the text
     */
    public String toJson() {
        return ExampleJson.of(this);
    }

    /** {@return the same as {@link #toText}} */
    @Override
    public String toString() {
        return toText();
    }
}
