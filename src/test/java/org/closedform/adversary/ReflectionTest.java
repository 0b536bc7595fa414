package org.closedform.adversary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Scripting languages and mocks call by reflection, which refuses a public method that is declared by a hidden type. */
class ReflectionTest {

    @Test
    void noMethodIsDeclaredByAHiddenType() {
        List<String> hidden = PublicApi.TYPES.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> !PublicApi.isPublic(method.getDeclaringClass()))
                .map(Object::toString)
                .toList();
        assertEquals(List.of(), hidden);
    }

    @Test
    void aMethodOfATensorMayBeCalled() throws ReflectiveOperationException {
        Object sum = Tensor.class.getMethod("sum", int[].class).invoke(Tensor.of(1, 2), new int[0]);
        assertEquals(Tensor.scalar(3), sum);
    }
}
