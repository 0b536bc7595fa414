package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.closedform.onnx.Json;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExampleJsonTest {
    @TestFactory
    Stream<DynamicTest> everythingIsReadBackBitForBit() {
        return Stream.concat(Subject.all().stream(), Subject.all().stream().map(Subject::inFloat32))
                .map(subject -> DynamicTest.dynamicTest(subject.name(), () -> check(subject)));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void check(Subject<X, Y> subject) {
        WorkedExample example;
        try {
            example = WorkedExample.of(subject.operator(), subject.x(), subject.dy());
        } catch (IllegalArgumentException e) {
            return; // an operator that holds float64 numbers does not take float32
        }
        Map<?, ?> read = (Map<?, ?>) Json.parse(example.toJson());
        assertEquals("closedform.worked-example/1", read.get("schema"));
        assertEquals(example.title(), read.get("title"));
        assertEquals(example.given(), parts(read.get("given")));
        assertEquals(example.upstream(), parts(read.get("upstream")));
        assertEquals(example.forward(), steps(Step.Phase.FORWARD, read.get("forward")));
        assertEquals(example.backward(), steps(Step.Phase.BACKWARD, read.get("backward")));
    }

    @Test
    void aSectionNamesItsSteps() {
        Networks networks = new Networks(3);
        WorkedExample example = WorkedExample.of(networks.linear(2, 3).then(new Sigmoid()), networks.draw(2, 2));
        List<Map<?, ?>> sections = objects(((Map<?, ?>) Json.parse(example.toJson())).get("sections"));
        assertEquals(
                example.sections().stream().map(WorkedExample::title).toList(),
                sections.stream().map(section -> section.get("title")).toList());
        assertEquals(
                example.forward().stream().map(Step::symbol).toList(),
                sections.stream()
                        .flatMap(section -> ((List<?>) section.get("forward")).stream())
                        .toList());
        assertEquals(
                example.sections().get(1).upstream().stream()
                        .map(NamedTensor::name)
                        .toList(),
                sections.get(1).get("upstream"));
    }

    private static List<Map<?, ?>> objects(Object list) {
        return ((List<?>) list)
                .stream().<Map<?, ?>>map(object -> (Map<?, ?>) object).toList();
    }

    private static List<NamedTensor> parts(Object list) {
        return objects(list).stream()
                .map(part -> new NamedTensor((String) part.get("symbol"), tensor(part.get("value"))))
                .toList();
    }

    private static List<Step> steps(Step.Phase phase, Object list) {
        return objects(list).stream()
                .map(step -> new Step(
                        phase,
                        (String) step.get("symbol"),
                        (String) step.get("name"),
                        (String) step.get("formula"),
                        (String) step.get("latex"),
                        (String) step.get("note"),
                        ((List<?>) step.get("dependsOn"))
                                .stream().map(String.class::cast).toList(),
                        tensor(step.get("value")),
                        steps(phase, step.get("finer"))))
                .toList();
    }

    /** As docs/lessons.md tells a reader to read it. */
    private static Tensor tensor(Object json) {
        Map<?, ?> tensor = (Map<?, ?>) json;
        int[] shape = ((List<?>) tensor.get("shape"))
                .stream()
                        .mapToInt(each -> Integer.parseInt(((Json.Literal) each).text()))
                        .toArray();
        double[] values = ((List<?>) tensor.get("values"))
                .stream().mapToDouble(ExampleJsonTest::number).toArray();
        ElementType type = tensor.get("type").equals("float32") ? ElementType.FLOAT32 : ElementType.FLOAT64;
        return Tensor.of(Shape.of(shape), values).to(type);
    }

    private static double number(Object json) {
        return Double.parseDouble(json instanceof Json.Literal literal ? literal.text() : (String) json);
    }

    @Test
    void oddNumbersAreReadBackToo() {
        Tensor odd =
                Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0x1p-1074, 0.1 + 0.2);
        WorkedExample example =
                new WorkedExample("odd", List.of(new NamedTensor("x", odd)), List.of(), List.of(), List.of());
        Map<?, ?> read = (Map<?, ?>) Json.parse(example.toJson());
        assertEquals(odd, parts(read.get("given")).get(0).tensor());
        assertEquals(1 / -0.0, 1 / parts(read.get("given")).get(0).tensor().at(3));
    }

    @Test
    void isAsDocumented() {
        String json = WorkedExample.of(new Softmax(-1), Tensor.of(0, 1), Tensor.of(1, 0))
                .toJson();
        String start =
                """
                {
                  "schema": "closedform.worked-example/1",
                  "title": "Softmax",
                  "given": [{
                    "symbol": "x",
                    "value": {
                      "type": "float64",
                      "shape": [2],
                      "values": [0, 1]
                    }
                  }],
                  "forward": [{
                    "symbol": "m",
                    "name": "largest logit",
                    "formula": "m = max_k x_k",
                    "latex": "m = \\\\max_k x_k",
                    "note": "",
                    "dependsOn": ["x"],
                    "value": {
                      "type": "float64",
                      "shape": [1],
                      "values": [1]
                    },
                    "finer": []
                  }, {
                """;
        assertEquals(start.strip(), json.substring(0, start.strip().length()));
    }
}
