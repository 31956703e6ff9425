package io.github.inceptionv2.internal.network;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * Pads the images of a quantized stem, and defines the scale of their bytes: 0 becomes 0, and 1
 * becomes 254. The padding, 0.5, becomes exactly 127. Numbers above 1 become at most 255.
 *
 * <p>If oneDNN pads, the stem takes up to twice as long, because oneDNN corrects the windows at the
 * edges.
 */
final class QuantizedImages {

  /** The number that the byte 255 represents, so that 254 represents 1. */
  static final float MAXIMUM = 255f / 254;

  /** The same on the scale of the stem's weights, whose input is twice the image. */
  static final float STEM_MAXIMUM = 255f / 127;

  private static final float PADDING = 0.5f;

  private final GraphWriter nodes;
  private final String scope;

  QuantizedImages(GraphWriter nodes, String scope) {
    this.nodes = nodes;
    this.scope = scope;
  }

  /**
   * Adds the padding of a convolution with stride 2 and returns the name of the result. SAME
   * padding has one row more at the top if the height is odd, and one column more on the left if
   * the width is odd.
   *
   * @param kernel height and width of the kernel, odd and at least 3
   */
  String pad(String images, int kernel) {
    return nodes
        .node("PadV2", scope + "/padded")
        .in(images, paddings(images, kernel), nodes.constant(scope + "/padding", PADDING))
        .type("T", DataType.DT_FLOAT)
        .type("Tpaddings", DataType.DT_INT32)
        .add();
  }

  private String paddings(String images, int kernel) {
    int least = (kernel - 3) / 2;
    int end = (kernel - 1) / 2;
    String shape =
        nodes
            .node("Shape", scope + "/shape")
            .in(images)
            .type("T", DataType.DT_FLOAT)
            .type("out_type", DataType.DT_INT32)
            .add();
    String two = vector("/two", 1, 2, 2, 1);
    String odd = integers("FloorMod", "/odd").in(shape, two).add();
    String start = integers("AddV2", "/start").in(odd, vector("/least", 0, least, least, 0)).add();
    return integers("Pack", "/paddings")
        .in(start, vector("/end", 0, end, end, 0))
        .integer("N", 2)
        .integer("axis", 1)
        .add();
  }

  private String vector(String name, int... values) {
    List<Integer> list = Arrays.stream(values).boxed().toList();
    return nodes.vector(scope + name, list);
  }

  private GraphWriter.Node integers(String op, String name) {
    return nodes.node(op, scope + name).type("T", DataType.DT_INT32);
  }
}
