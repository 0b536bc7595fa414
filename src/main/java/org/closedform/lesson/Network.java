package org.closedform.lesson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.closedform.lesson.OperatorLayer.Input;
import org.closedform.operator.Addition;
import org.closedform.operator.Chain;
import org.closedform.operator.Held;
import org.closedform.operator.Operator;
import org.closedform.operator.Residual;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** An operator that is made of others, at a point, and its worked example: a section for each layer. */
final class Network<X extends TensorTree<X>, Y extends TensorTree<Y>> {
    private final Operator<X, Y> operator;
    private final Tracer tracer;
    private final List<NamedTensor> given;
    private final Traced<X, Y> traced;

    private Network(Operator<X, Y> operator, Tracer tracer, List<NamedTensor> given, Traced<X, Y> traced) {
        this.operator = operator;
        this.tracer = tracer;
        this.given = given;
        this.traced = traced;
    }

    /** Whether an operator is made of others. */
    static boolean isOne(Operator<?, ?> operator) {
        return Tracer.isComposed(operator);
    }

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Network<X, Y> of(Operator<X, Y> operator, X x) {
        Objects.requireNonNull(x, "WorkedExample: x is null");
        List<String> symbols = x instanceof Tensor ? List.of("x") : NetworkSymbols.inputs(operator, x);
        List<String> numbered = symbols.stream()
                .map(symbol -> symbol.equals("x") ? symbol : LayerSymbols.numbered(symbol, 1))
                .toList();
        List<NamedTensor> given = Traced.named(x, LayerSymbols.distinct(numbered, List.of()));
        Tracer tracer = new Tracer();
        List<Input> inputs = Input.outputs(given.stream().map(NamedTensor::name).toList());
        return new Network<>(operator, tracer, given, tracer.trace(operator, x, inputs, true));
    }

    Y output() {
        return traced.output();
    }

    WorkedExample example(Y dy) {
        dy.requireLike(output(), "WorkedExample: dy");
        List<NamedTensor> upstream = Traced.named(dy, Traced.gradients(traced.symbols()));
        traced.back()
                .apply(
                        dy,
                        Traced.gradients(given.stream().map(NamedTensor::name).toList()));
        List<WorkedExample> sections = sections(drafts());
        return new WorkedExample(
                title(operator),
                Stream.concat(given.stream(), tracer.parameters().given().stream())
                        .toList(),
                WorkedExample.forward(sections),
                upstream,
                WorkedExample.backward(sections),
                sections);
    }

    private List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        tracer.layers().forEach(layer -> drafts.add(layer.draft()));
        tracer.parameters().addSums(drafts);
        Map<String, Integer> takenBy = new HashMap<>();
        for (int layer = drafts.size(); layer > 0; layer--) {
            int number = layer;
            drafts.get(layer - 1).upstream().forEach(part -> takenBy.putIfAbsent(part.name(), number));
        }
        return drafts.stream()
                .map(draft -> noted(draft, symbol -> goesTo(symbol, takenBy.getOrDefault(symbol, 0), drafts)))
                .toList();
    }

    private static Draft noted(Draft draft, UnaryOperator<String> note) {
        List<Step> backward = draft.backward().stream()
                .map(step -> SharedSteps.noted(step, note.apply(step.symbol())))
                .toList();
        return new Draft(draft.title(), draft.given(), draft.forward(), draft.upstream(), backward, draft.last());
    }

    /** Says of a gradient that goes on where it goes. */
    private static String goesTo(String gradient, int layer, List<Draft> drafts) {
        if (layer == 0) {
            return "";
        }
        String of = gradient.substring(1);
        return Traced.isAmong(of, drafts.get(layer - 1).forward())
                ? "∂C/∂" + of + " is the upstream of layer " + layer + "."
                : "A share, which layer " + layer + " adds up.";
    }

    private List<WorkedExample> sections(List<Draft> drafts) {
        SharedSteps shared = new SharedSteps(tracer.kept());
        List<SharedSteps.Section> sections =
                drafts.stream().map(SharedSteps.Section::new).toList();
        sections.forEach(shared::forward);
        List<SharedSteps.Section> reversed = new ArrayList<>(sections);
        Collections.reverse(reversed);
        reversed.forEach(shared::backward);
        return sections.stream().map(SharedSteps.Section::example).toList();
    }

    private static String title(Operator<?, ?> operator) {
        if (operator instanceof Chain<?, ?, ?> chain) {
            return link(chain.first()) + " → " + link(chain.next());
        }
        if (operator instanceof Addition<?, ?> sum) {
            return term(sum.first()) + " + " + term(sum.second());
        }
        if (operator instanceof Residual<?> residual) {
            return "(x + " + term(residual.f()) + ")";
        }
        return operator instanceof Held<?, ?, ?> held ? title(held.operator()) : WorkedExample.title(operator);
    }

    private static String link(Operator<?, ?> operator) {
        return operator instanceof Addition ? "(" + title(operator) + ")" : title(operator);
    }

    private static String term(Operator<?, ?> operator) {
        return operator instanceof Chain ? "(" + title(operator) + ")" : title(operator);
    }
}
