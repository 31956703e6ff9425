package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.weights.ModelFormatException;

import io.github.inceptionv2.internal.network.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.MetaGraphDef;

/** The height and width of images that a module expects. */
final class ImageSizes {

  static final List<Integer> USUAL = List.of(Architecture.DEFAULT_SIZE, Architecture.DEFAULT_SIZE);

  /** Square, this is as many pixels as may enter the network. */
  private static final int MAX_SIZE = 2048;

  private ImageSizes() {}

  /** What is attached, else a size that the signatures fix, else the usual one. */
  static List<Integer> read(Path file, MetaGraphDef graph, Roles roles)
      throws ModelFormatException {
    Optional<List<Integer>> attached = ImageSizeAttachment.read(file, graph);
    List<Long> images = roles.any().imagesShape();
    boolean isFixed = images.get(1) > 0 && images.get(2) > 0;
    List<Long> size =
        attached.isPresent()
            ? attached.get().stream().map(Integer::longValue).toList()
            : isFixed ? images.subList(1, 3) : List.of();
    if (!canEnter(size)) {
      throw refused(file, size);
    }
    return size.isEmpty() ? USUAL : size.stream().map(Long::intValue).toList();
  }

  /**
   * Returns height and width.
   *
   * @throws IllegalArgumentException if the network cannot take them
   */
  static List<Integer> checked(List<Integer> size) {
    List<Long> pixels = size.stream().map(Integer::longValue).toList();
    if (size.size() != 2 || !canEnter(pixels)) {
      throw new IllegalArgumentException("images of " + refusal(pixels));
    }
    return List.copyOf(size);
  }

  /**
   * Checks what a signature fixes of {@code images}, [batch, height, width, 3]; a length that it
   * leaves open is not positive.
   */
  static void checkFixed(Path file, List<Long> images) throws ModelFormatException {
    List<Long> size = images.subList(1, 3);
    if (!canEnter(size.stream().filter(pixels -> pixels > 0).toList())) {
      throw refused(file, size);
    }
  }

  private static ModelFormatException refused(Path file, List<Long> size) {
    return new ModelFormatException(file, "expects images of " + refusal(size));
  }

  private static boolean canEnter(List<Long> size) {
    return size.stream().allMatch(pixels -> pixels >= Architecture.MIN_SIZE && pixels <= MAX_SIZE);
  }

  private static String refusal(List<Long> size) {
    return size
        + " pixels, which this network cannot take; height and width are from "
        + Architecture.MIN_SIZE
        + " to "
        + MAX_SIZE;
  }
}
