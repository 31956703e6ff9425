package io.github.inceptionv2.internal.network;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * Writes the quantization of images in [0,1]: 0 becomes 0, and 1 becomes 254. The stem's padding,
 * 0.5, is exactly 127.
 *
 * <p>The padding is part of the quantized images. If oneDNN pads, the stem takes twice as long,
 * because oneDNN then has to treat the windows at the edges differently.
 */
final class QuantizedImages {

  /** The greatest number that a byte represents if an integer represents a multiple of 1/254. */
  static final float MAXIMUM = 255f / 254;

  /** The same if an integer represents a multiple of 1/127, the scale that the stem expects. */
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
   * @param kernel height and width of the kernel, odd
   */
  String pad(String images, int kernel) {
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
    String paddings =
        integers("Pack", "/paddings")
            .in(start, vector("/end", 0, end, end, 0))
            .integer("N", 2)
            .integer("axis", 1)
            .add();
    return nodes
        .node("PadV2", scope + "/padded")
        .in(images, paddings, nodes.constant(scope + "/padding", PADDING))
        .type("T", DataType.DT_FLOAT)
        .type("Tpaddings", DataType.DT_INT32)
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
