package io.github.inceptionv2;

import io.github.inceptionv2.internal.graph.GraphProof;
import io.github.inceptionv2.internal.inference.OpenModules;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.onnx.OnnxFile;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Writes a model as an ONNX file, if the model computes the same numbers as the file's graph. */
final class OnnxExport {

  private OnnxExport() {}

  /**
   * Writes {@code module}, which must have been read without trust.
   *
   * @throws ModelFormatException if the module's own graph does not compute the numbers of
   *     Inception V2
   */
  static void write(InceptionModule module, Path file) throws IOException {
    if (module.computation().proof() == GraphProof.UNPROVEN) {
      OpenModules.open(module).close(); // opening the module checks its numbers
    }
    OnnxFile.write(module, labels(module), file);
  }

  /** Returns the module's own labels, or else ImageNet's if there is one for each logit. */
  private static List<String> labels(InceptionModule module) {
    Labels imageNet = Labels.imageNet();
    if (module.labels().isPresent()) {
      return module.labels().get();
    }
    return module.classes() == imageNet.size()
        ? IntStream.range(0, imageNet.size()).mapToObj(imageNet::label).toList()
        : List.of();
  }
}
