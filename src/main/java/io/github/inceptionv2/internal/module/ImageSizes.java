package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.MetaGraphDef;

/** Reads the height and width of images that a module expects. */
final class ImageSizes {

  private ImageSizes() {}

  /** Returns the attached size, else the size that the signatures fix, else the default. */
  static InputSize read(Path file, MetaGraphDef graph, Roles roles) throws ModelFormatException {
    Optional<List<Long>> attached = ImageSizeAttachment.read(file, graph);
    List<Long> images = roles.any().imagesShape();
    boolean isFixed = images.get(1) > 0 && images.get(2) > 0;
    List<Long> size = attached.orElse(isFixed ? images.subList(1, 3) : List.of());
    check(file, size, size);
    return size.isEmpty()
        ? InputSize.DEFAULT
        : new InputSize(size.get(0).intValue(), size.get(1).intValue());
  }

  /**
   * Checks the height and width that a signature fixes in the shape {@code images}, [batch, height,
   * width, 3]; an unspecified dimension is not positive.
   */
  static void checkFixed(Path file, List<Long> images) throws ModelFormatException {
    List<Long> size = images.subList(1, 3);
    check(file, size, size.stream().filter(pixels -> pixels > 0).toList());
  }

  private static void check(Path file, List<Long> size, List<Long> known)
      throws ModelFormatException {
    if (!known.stream().allMatch(InputSize::canBe)) {
      throw new ModelFormatException(file, "expects " + InputSize.refusal(size.toString()));
    }
  }
}
