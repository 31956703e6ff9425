package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.runtime.Operations;
import io.github.inceptionv2.internal.runtime.Tensors;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The graph that decodes, resamples and distorts one image. Callers use its tensors by name. */
final class ImageGraph {

  static final String CONTENTS = "contents";
  static final String DECODED_RGB = "decoded_rgb";
  static final String DECODED_RGBA = "decoded_rgba";
  static final String STORED = "stored";
  static final String ORDER = "order";
  static final String FLIPS = "flips";
  static final String UPRIGHT = "upright";
  static final String PIXELS = "pixels";
  static final String CROP_BEGIN = "crop_begin";
  static final String CROP_SIZE = "crop_size";
  static final String SIZE = "size";
  static final String SCALE = "scale";
  static final String OFFSET = "offset";
  static final String RESIZED = "resized";
  static final String MIRRORS = "mirrors";
  static final String MIRRORED = "mirrored";
  static final String BRIGHTNESS = "brightness";
  static final String SATURATION = "saturation";
  static final String CONTRAST = "contrast";
  static final String COLOURED = "coloured";

  /** The factor by which TensorFlow's {@code convert_image_dtype} multiplies bytes. */
  private static final float BYTE_SCALE = 1f / 255;

  /** The weights of red, green and blue in the gray of a pixel, from Rec. 601. */
  private static final float[] GRAY = {0.299f, 0.587f, 0.114f};

  private final Operations operations;

  private ImageGraph(Operations operations) {
    this.operations = operations;
  }

  /**
   * Returns the name of the resampled image, a tensor of shape [1, height, width, 3].
   *
   * @param filter an antialiasing filter
   */
  static String resized(Filter filter) {
    return "resized_" + filter;
  }

  /** Returns the name of the pixels of a JPEG decoded at its size divided by {@code ratio}. */
  static String decodedJpeg(int ratio) {
    return "decoded_jpeg_" + ratio;
  }

  /** Adds all operations to {@code graph}. */
  static void addTo(Graph graph) {
    ImageGraph images = new ImageGraph(new Operations(graph));
    images.addDecoders();
    images.addTurn();
    images.addResamplers();
    images.addColours(images.addMirror());
  }

  private void addDecoders() {
    Output<?> contents = operations.placeholder(CONTENTS, DataType.DT_STRING);
    for (int ratio = 1; ratio <= JpegScaling.MAX_RATIO; ratio *= 2) {
      // INTEGER_ACCURATE is the default of libjpeg, Pillow and OpenCV; TensorFlow's own default is
      // the fast transform, whose average error is 1.1/255.
      operations
          .begin("DecodeJpeg", decodedJpeg(ratio), contents)
          .setAttr("channels", 3)
          .setAttr("ratio", ratio)
          .setAttr("dct_method", "INTEGER_ACCURATE")
          .build();
    }
    operations.begin("DecodePng", DECODED_RGB, contents).setAttr("channels", 3).build();
    operations.begin("DecodePng", DECODED_RGBA, contents).setAttr("channels", 4).build();
  }

  private void addTurn() {
    Output<?> stored = operations.placeholder(STORED, DataType.DT_UINT8, -1, -1, 3);
    Output<?> order = operations.placeholder(ORDER, DataType.DT_INT32, 3);
    Output<?> exchanged = operations.add("Transpose", "exchanged", stored, order);
    operations.add("ReverseV2", UPRIGHT, exchanged, axes(FLIPS, 3));
  }

  /**
   * Adds a placeholder with a flag for each of {@code count} axes, and returns the axes whose flags
   * are set.
   */
  private Output<?> axes(String name, long count) {
    Output<?> flags = operations.placeholder(name, DataType.DT_BOOL, count);
    Output<?> where = operations.add("Where", name + "/where", flags);
    return operations
        .begin("Squeeze", name + "/axes", where)
        .setAttr("squeeze_dims", new long[] {1})
        .build()
        .output(0);
  }

  private void addResamplers() {
    Output<?> pixels = operations.placeholder(PIXELS, DataType.DT_UINT8, -1, -1, 3);
    Output<?> begin = operations.placeholder(CROP_BEGIN, DataType.DT_INT32, 3);
    Output<?> extent = operations.placeholder(CROP_SIZE, DataType.DT_INT32, 3);
    Output<?> size = operations.placeholder(SIZE, DataType.DT_INT32, 2);
    Output<?> crop = operations.add("Slice", "crop", pixels, begin, extent);
    Output<?> first = operations.constant("first", TInt32.scalarOf(0));
    Output<?> image = operations.add("ExpandDims", "image", crop, first);

    // Bytes are scaled after resampling, when there are far fewer pixels.
    Output<?> scale = operations.constant("byte_scale", TFloat32.scalarOf(BYTE_SCALE));
    Output<?> antialiased = antialiased(image, size);
    scaled(Filter.ANTIALIASED, antialiased, scale);
    scaled(Filter.ANTIALIASED_8_BIT, rounded(antialiased), scale);
  }

  private Output<?> antialiased(Output<?> image, Output<?> size) {
    Output<?> scale = operations.placeholder(SCALE, DataType.DT_FLOAT, 2);
    Output<?> offset = operations.placeholder(OFFSET, DataType.DT_FLOAT, 2);
    return operations
        .begin("ScaleAndTranslate", "antialiased", image, size, scale, offset)
        .setAttr("kernel_type", "triangle")
        .setAttr("antialias", true)
        .build()
        .output(0);
  }

  private Output<?> rounded(Output<?> values) {
    Output<?> half = operations.constant("half", TFloat32.scalarOf(0.5f));
    return operations.add("Floor", "rounded", operations.add("Add", "raised", values, half));
  }

  private void scaled(Filter filter, Output<?> resized, Output<?> scale) {
    operations.add("Mul", resized(filter), resized, scale);
  }

  /** Adds mirroring after resampling, so a mirrored image has exactly the same values. */
  private Output<?> addMirror() {
    Output<?> images = operations.placeholder(RESIZED, DataType.DT_FLOAT, 1, -1, -1, 3);
    return operations.add("ReverseV2", MIRRORED, images, axes(MIRRORS, 4));
  }

  /** Adds brightness, saturation and contrast in the order of TF-Slim's {@code distort_color}. */
  private void addColours(Output<?> images) {
    Output<?> brightness = operations.placeholder(BRIGHTNESS, DataType.DT_FLOAT);
    Output<?> contrast = operations.placeholder(CONTRAST, DataType.DT_FLOAT);
    Output<?> brighter = operations.add("Add", "brighter", images, brightness);
    // One product with a 3x3 matrix: TensorFlow is slow at broadcasting one channel to three.
    Output<?> rows = operations.constant("rows", TInt32.vectorOf(-1, 3));
    Output<?> pixels = operations.add("Reshape", "brighter_pixels", brighter, rows);
    Output<?> products = operations.add("MatMul", "saturated_pixels", pixels, saturation());
    Output<?> shape = operations.add("Shape", "shape", images);
    Output<?> saturated = operations.add("Reshape", "saturated", products, shape);
    Output<?> contrasted = operations.add("AdjustContrastv2", "contrasted", saturated, contrast);
    Output<?> black = operations.constant("black", TFloat32.scalarOf(0));
    Output<?> white = operations.constant("white", TFloat32.scalarOf(1));
    operations.add("ClipByValue", COLOURED, contrasted, black, white);
  }

  /** Returns the matrix of {@code gray + (pixel - gray) * saturation}. */
  private Output<?> saturation() {
    float[] gray = new float[9];
    float[] colour = new float[9];
    for (int i = 0; i < 9; i++) {
      gray[i] = GRAY[i / 3];
      colour[i] = (i / 3 == i % 3 ? 1 : 0) - gray[i];
    }
    Output<?> saturation = operations.placeholder(SATURATION, DataType.DT_FLOAT);
    Output<?> colours = operations.constant("colour", Tensors.of(colour, 3, 3));
    Output<?> grays = operations.constant("gray", Tensors.of(gray, 3, 3));
    Output<?> rest = operations.add("Mul", "saturated_colour", colours, saturation);
    return operations.add("Add", "saturation_matrix", grays, rest);
  }
}
