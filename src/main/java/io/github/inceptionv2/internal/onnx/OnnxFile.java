package io.github.inceptionv2.internal.onnx;

import io.github.inceptionv2.internal.files.AtomicFile;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.onnx.OnnxNetwork.Layout;
import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.FoldedWeights;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a model as an ONNX file. */
public final class OnnxFile {

  /** The prefix of the keys of {@code metadata_props} that ONNX defines for images. */
  private static final String IMAGE = "Image.";

  private OnnxFile() {}

  /**
   * Writes the network with the weights of {@code module} to {@code file} atomically. An existing
   * file is replaced.
   *
   * @param labels one for each class, or empty for a file without labels
   * @throws ModelFormatException if a value is corrupt or not finite
   */
  public static void write(InceptionModule module, List<String> labels, Path file)
      throws IOException {
    write(graph(module, labels), file);
  }

  /** Writes {@code graph} to {@code file} atomically. An existing file is replaced. */
  public static void write(OnnxGraph graph, Path file) throws IOException {
    AtomicFile.write(file, graph::writeTo);
  }

  private static OnnxGraph graph(InceptionModule module, List<String> labels) {
    FoldedWeights weights = new FoldedWeights(new FiniteWeights(module.weights()));
    OnnxGraph graph = OnnxNetwork.build(module.classes(), Layout.CHANNELS_LAST, weights::read);
    String version = OnnxFile.class.getPackage().getImplementationVersion();
    if (version != null) {
      graph.producerVersion(version);
    }
    graph.description(
        "Inception V2 (Ioffe and Szegedy, 2015) for inference. images: RGB in [0,1], shape [batch,"
            + " height, width, 3]; height and width at least 32; the model expects "
            + module.imageSize().height()
            + " and "
            + module.imageSize().width());
    graph.metadata(IMAGE + "BitmapPixelFormat", "Rgb8");
    graph.metadata(IMAGE + "ColorSpaceGamma", "SRGB");
    graph.metadata(IMAGE + "NominalPixelRange", "Normalized_0_1");
    graph.metadata("image_size", module.imageSize().toString());
    if (!labels.isEmpty()) {
      graph.metadata("labels", String.join("\n", labels));
    }
    return graph;
  }
}
