package org.closedform.benchmark.library;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Modules from their TorchScript source, in the archive that {@code torch.jit.save} writes. */
final class TorchScript {
    private static final String HEAD =
            """
            class Operations(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;

    /** A pickled {@code Operations} with {@code training = False}: protocol 2, class, empty tuple, new object, one item, build. */
    private static final String OBJECT = "\u0080\u0002c__torch__\nOperations\n)\u0081}X\u0008\0\0\0training\u0089sb.";

    /** A pickled empty tuple: no tensor is in the source. */
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private TorchScript() {}

    /** A module with that forward, indented by two as a method of its class. */
    static PtSymbolBlock load(PtNDManager manager, String forward) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
            add(archive, "version", "10\n");
            add(archive, "data.pkl", OBJECT);
            add(archive, "constants.pkl", NO_CONSTANTS);
            add(archive, "code/__torch__.py", HEAD + forward);
            archive.finish();
            return JniUtils.loadModule(manager, new ByteArrayInputStream(bytes.toByteArray()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(ZipOutputStream archive, String name, String text) throws IOException {
        archive.putNextEntry(new ZipEntry("operations/" + name));
        archive.write(text.getBytes(StandardCharsets.ISO_8859_1));
        archive.closeEntry();
    }
}
