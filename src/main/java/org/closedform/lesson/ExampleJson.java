package org.closedform.lesson;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.text.Decimals;
import org.closedform.text.JsonObject;

/** Writes a worked example in JSON. */
final class ExampleJson {
    private static final String SCHEMA = "closedform.worked-example/1";

    private ExampleJson() {}

    static String of(WorkedExample example) {
        return new JsonObject()
                .with("schema", SCHEMA)
                .with("title", example.title())
                .withObjects("given", parts(example.given()))
                .withObjects("forward", steps(example.forward()))
                .withObjects("upstream", parts(example.upstream()))
                .withObjects("backward", steps(example.backward()))
                .withObjects(
                        "sections",
                        example.sections().stream().map(ExampleJson::section).toList())
                .toString();
    }

    /** A layer of a network by the symbols of its numbers, each of which stands for one thing in the whole example. */
    private static JsonObject section(WorkedExample section) {
        return new JsonObject()
                .with("title", section.title())
                .withTexts("given", names(section.given()))
                .withTexts(
                        "forward", section.forward().stream().map(Step::symbol).toList())
                .withTexts("upstream", names(section.upstream()))
                .withTexts(
                        "backward",
                        section.backward().stream().map(Step::symbol).toList());
    }

    private static List<String> names(List<NamedTensor> parts) {
        return parts.stream().map(NamedTensor::name).toList();
    }

    private static List<JsonObject> parts(List<NamedTensor> parts) {
        return parts.stream()
                .map(part -> new JsonObject().with("symbol", part.name()).with("value", tensor(part.tensor())))
                .toList();
    }

    private static List<JsonObject> steps(List<Step> steps) {
        return steps.stream()
                .map(step -> new JsonObject()
                        .with("symbol", step.symbol())
                        .with("name", step.name())
                        .with("formula", step.formula())
                        .with("latex", step.latex())
                        .with("note", step.note())
                        .withTexts("dependsOn", step.dependsOn())
                        .with("value", tensor(step.value()))
                        .withObjects("finer", steps(step.finer())))
                .toList();
    }

    private static JsonObject tensor(Tensor tensor) {
        return new JsonObject()
                .with("type", tensor.elementType().toString())
                .withNumbers(
                        "shape",
                        IntStream.range(0, tensor.rank())
                                .mapToObj(
                                        axis -> Integer.toString(tensor.shape().dimension(axis)))
                                .toList())
                .withNumbers("values", numbers(tensor));
    }

    private static List<String> numbers(Tensor tensor) {
        boolean isFloat = tensor.elementType() == ElementType.FLOAT32;
        return IntStream.range(0, tensor.size())
                .mapToObj(tensor.reshape(-1)::at)
                .map(x -> isFloat && Double.isFinite(x) ? Decimals.exact((float) (double) x) : JsonObject.number(x))
                .toList();
    }
}
