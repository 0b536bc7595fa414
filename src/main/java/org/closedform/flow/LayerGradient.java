package org.closedform.flow;

import java.util.List;
import java.util.Objects;
import org.closedform.argument.Copied;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;

/**
 * The gradient at one layer, or at one step in time.
 *
 * @param name the layer's name
 * @param upstreamNorm ‖∂C/∂y‖, where y is the layer's output
 * @param gradients the gradients of all inputs of the layer except the state: of its parameters, and through time of that step's
 *     input
 * @param factor ‖∂y/∂x‖, the spectral norm of the layer's Jacobian: the largest factor that it can lengthen a gradient by; in a chain
 *     of single neurons |w σ′(z)|
 * @param product the product of the factors of this layer and all later ones
 */
public record LayerGradient(
        String name, double upstreamNorm, List<NamedTensor> gradients, double factor, double product) {
    /**
     * Copies the list.
     *
     * @param name the layer's name
     * @param upstreamNorm ‖∂C/∂y‖, where y is the layer's output
     * @param gradients the gradients of all inputs of the layer except the state
     * @param factor ‖∂y/∂x‖, the spectral norm of the layer's Jacobian
     * @param product the product of the factors of this layer and all later ones
     */
    public LayerGradient {
        Objects.requireNonNull(name, "LayerGradient: name is null");
        gradients = Copied.of(gradients, "LayerGradient: gradients");
    }

    /**
     * {@return ∂C/∂parameter, for the first parameter with that name}
     *
     * @param parameter its name, such as {@code weight}
     * @throws IllegalArgumentException if the layer has no parameter with that name
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
     * {@return ‖∂C/∂parameter‖: how far gradient descent moves the parameter per unit of learning rate}
     *
     * @param parameter its name, such as {@code weight}
     * @throws IllegalArgumentException if the layer has no parameter with that name
     */
    public double norm(String parameter) {
        return gradient(parameter).norm();
    }
}
