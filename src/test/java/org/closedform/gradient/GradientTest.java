package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

class GradientTest {
    private record Pair(Tensor gamma, Tensor beta) implements TensorTree<Pair> {}

    @Test
    void partsAreNamedAfterThoseOfTheInput() {
        Gradient<Pair> gradient = new Gradient<>(new Pair(Tensor.of(1), Tensor.of(2)));
        assertEquals(
                List.of("dgamma", "dbeta"),
                gradient.parts().stream().map(NamedTensor::name).toList());
        assertEquals("dx", new Gradient<>(Tensor.of(1)).parts().get(0).name());
    }

    @Test
    void itIsAVectorLikeTheTree() {
        Gradient<Pair> doubled = new Gradient<>(new Pair(Tensor.of(1), Tensor.of(2))).times(2);
        assertEquals(new Pair(Tensor.of(2), Tensor.of(4)), doubled.tree());
    }
}
