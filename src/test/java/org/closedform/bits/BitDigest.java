package org.closedform.bits;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** SHA-256 over shapes and bits of tensors; all NaNs are one, since IEEE 754 leaves their payload open. */
final class BitDigest {
    private static final int SHOWN_BYTES = 8;

    private final MessageDigest digest;
    private Optional<BitDigest> ofTangents = Optional.empty();

    BitDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A digest of its own for what forward mode and second derivatives make, so that this one stays as it is. */
    BitDigest ofTangents() {
        ofTangents = Optional.of(ofTangents.orElseGet(BitDigest::new));
        return ofTangents.get();
    }

    /** The text of that digest, if there is one. */
    Optional<String> textOfTangents() {
        return ofTangents.map(BitDigest::text);
    }

    void add(TensorTree<?> tree) {
        tree.parts().stream().map(NamedTensor::tensor).forEach(this::addTensor);
    }

    private void addTensor(Tensor tensor) {
        digest.update(tensor.shape().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * Double.BYTES);
        if (tensor.elementType() == ElementType.FLOAT32) {
            for (float value : tensor.toFloatArray()) {
                bytes.putInt(Float.floatToIntBits(value));
            }
        } else {
            for (double value : tensor.toDoubleArray()) {
                bytes.putLong(Double.doubleToLongBits(value));
            }
        }
        digest.update(bytes.flip());
    }

    /** The first 16 hexadecimal digits. */
    String text() {
        return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
    }
}
