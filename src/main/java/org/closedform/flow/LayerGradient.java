package org.closedform.flow;

import java.util.List;
import java.util.Objects;
import org.closedform.argument.Copied;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/**
 * What a gradient is at one layer, or at one step in time.
 *
 * @param name the layer's name
 * @param upstreamNorm ‖∂C/∂y‖, y being what comes out of the layer
 * @param gradients ∂C/∂ all that goes into the layer except the state: its parameters, and in time the input of that step
 * @param factor ‖∂y/∂x‖, the spectral norm of the layer's Jacobian: by how much it can lengthen a gradient; in a chain of single
 *     neurons |w σ′(z)|
 * @param product the product of the factors of this layer and all behind it
 */
public record LayerGradient(
        String name, double upstreamNorm, List<NamedTensor> gradients, double factor, double product) {
    /**
     * Copies the list.
     *
     * @param name the layer's name
     * @param upstreamNorm ‖∂C/∂y‖, y being what comes out of the layer
     * @param gradients ∂C/∂ all that goes into the layer except the state
     * @param factor ‖∂y/∂x‖, the spectral norm of the layer's Jacobian
     * @param product the product of the factors of this layer and all behind it
     */
    public LayerGradient {
        Objects.requireNonNull(name, "LayerGradient: name is null");
        gradients = Copied.of(gradients, "LayerGradient: gradients");
    }

    /**
     * {@return ∂C/∂parameter, the gradient by the first parameter of a name}
     *
     * @param parameter its name, such as {@code weight}
     * @throws IllegalArgumentException if the layer has none of that name
     */
    public Tensor gradient(String parameter) {
        Objects.requireNonNull(parameter, "LayerGradient: parameter is null");
        return gradients.stream()
                .filter(part -> part.name().equals(parameter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "LayerGradient: layer " + name + " has no parameter " + parameter + "; it has "
                                + gradients.stream().map(NamedTensor::name).toList()))
                .tensor();
    }

    /**
     * {@return ‖∂C/∂parameter‖: by how much a step of gradient descent moves the parameter}
     *
     * @param parameter its name, such as {@code weight}
     * @throws IllegalArgumentException if the layer has none of that name
     */
    public double norm(String parameter) {
        return gradient(parameter).norm();
    }
}
