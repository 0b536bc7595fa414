package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

class FlatTreeTest {
    record Layer(Tensor weight, Tensor bias) implements TensorTree<Layer> {}

    private static final FlatTree<Layer> FLAT = FlatTree.of(new Layer(
            Tensor.of(new double[][] {{1, 2}, {3, 4}}), Tensor.of(5, 6).to(ElementType.FLOAT32)));

    @Test
    void partsAreEndToEnd() {
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, FLAT.numbers());
        assertEquals(List.of(Shape.of(2, 2), Shape.of(2)), FlatTree.shapes(FLAT.tree()));
    }

    @Test
    void otherNumbersTakeTheirPlacesAndTypes() {
        Layer other = FLAT.with(new double[] {7, 8, 9, 10, 0.1, 12});
        assertEquals(Tensor.of(new double[][] {{7, 8}, {9, 10}}), other.weight());
        assertEquals(Tensor.of(0.1, 12).to(ElementType.FLOAT32), other.bias());
    }

    @Test
    void theFirstChangeIsNamed() {
        assertEquals("weight[1, 0] is 3.5 (not 3.0)", FLAT.change(new double[] {1, 2, 3.5, 4, 5, 7}));
        assertEquals("bias[1] is 7.0 (not 6.0)", FLAT.change(new double[] {1, 2, 3, 4, 5, 7}));
        assertEquals("nothing has moved", FLAT.change(FLAT.numbers()));
        assertEquals("x[0] is 2.0 (not 1.0)", FlatTree.of(Tensor.of(1)).change(new double[] {2}));
    }
}
