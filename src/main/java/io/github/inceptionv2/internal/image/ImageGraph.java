package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.runtime.NativeLibrary;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.DecodePng;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** Writes the graph that decodes and resamples one image; the names are its interface. */
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
  static final String MIRRORS = "mirrors";
  static final String MIRRORED = "mirrored";
  static final String BRIGHTNESS = "brightness";
  static final String SATURATION = "saturation";
  static final String CONTRAST = "contrast";
  static final String COLOURED = "coloured";

  /** What TensorFlow's {@code convert_image_dtype} multiplies bytes by. */
  private static final float BYTE_SCALE = 1f / 255;

  /** How much red, green and blue make up the gray of a pixel, by Rec. 601. */
  private static final float[] GRAY = {0.299f, 0.587f, 0.114f};

  private static GraphDef built;

  private ImageGraph() {}

  /** The tensor [1, height, width, 3] that was resampled with {@code filter}. */
  static String resized(Filter filter) {
    return "resized_" + filter;
  }

  /** The JPEG's pixels, its size divided by {@code ratio}. */
  static String decodedJpeg(int ratio) {
    return "decoded_jpeg_" + ratio;
  }

  /** The graph, the same for all; built when it is first asked for. */
  static synchronized GraphDef get() {
    if (built == null) {
      built = build();
    }
    return built;
  }

  private static GraphDef build() {
    NativeLibrary.load();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      addDecoders(tf);
      addTurn(tf);
      Operand<TFloat32> resized = addResamplers(tf);
      addColours(tf, addMirror(tf, resized));
      return graph.toGraphDef();
    }
  }

  private static void addDecoders(Ops tf) {
    Operand<TString> contents = placeholder(tf, CONTENTS, TString.class, Shape.scalar());
    for (long ratio = 1; ratio <= JpegScaling.MAX_RATIO; ratio *= 2) {
      // INTEGER_ACCURATE: what libjpeg, Pillow and OpenCV do by default; TensorFlow's own default
      // is the fast transform, which is off by 1.1/255 on average.
      tf.withName(decodedJpeg((int) ratio))
          .image
          .decodeJpeg(
              contents,
              DecodeJpeg.channels(3L),
              DecodeJpeg.ratio(ratio),
              DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
    }
    addPngDecoder(tf, contents, DECODED_RGB, 3);
    addPngDecoder(tf, contents, DECODED_RGBA, 4);
  }

  private static void addPngDecoder(Ops tf, Operand<TString> contents, String name, long channels) {
    tf.withName(name).image.decodePng(contents, TUint8.class, DecodePng.channels(channels));
  }

  private static void addTurn(Ops tf) {
    Operand<TUint8> stored = placeholder(tf, STORED, TUint8.class, Shape.of(-1, -1, 3));
    Operand<TInt32> order = placeholder(tf, ORDER, TInt32.class, Shape.of(3));
    Operand<TBool> flips = placeholder(tf, FLIPS, TBool.class, Shape.of(3));
    Operand<TUint8> exchanged = tf.linalg.transpose(stored, order);
    tf.withName(UPRIGHT).reverse(exchanged, axes(tf, flips));
  }

  private static Operand<TInt64> axes(Ops tf, Operand<TBool> flips) {
    return tf.squeeze(tf.where(flips), Squeeze.axis(List.of(1L)));
  }

  /** Returns what distortions are made of. */
  private static Operand<TFloat32> addResamplers(Ops tf) {
    Operand<TUint8> pixels = placeholder(tf, PIXELS, TUint8.class, Shape.of(-1, -1, 3));
    Operand<TInt32> begin = placeholder(tf, CROP_BEGIN, TInt32.class, Shape.of(3));
    Operand<TInt32> extent = placeholder(tf, CROP_SIZE, TInt32.class, Shape.of(3));
    Operand<TInt32> size = placeholder(tf, SIZE, TInt32.class, Shape.of(2));
    Operand<TFloat32> scale = placeholder(tf, SCALE, TFloat32.class, Shape.of(2));
    Operand<TFloat32> offset = placeholder(tf, OFFSET, TFloat32.class, Shape.of(2));
    Operand<TUint8> image = tf.expandDims(tf.slice(pixels, begin, extent), tf.constant(0));

    // Bytes are resampled as they are and scaled afterwards, on far fewer pixels.
    scaled(tf, Filter.LEGACY_BILINEAR, tf.image.resizeBilinear(image, size));
    Operand<TFloat32> bilinear =
        scaled(
            tf,
            Filter.BILINEAR,
            tf.image.resizeBilinear(image, size, ResizeBilinear.halfPixelCenters(true)));
    Operand<TFloat32> antialiased =
        tf.image.scaleAndTranslate(
            image,
            size,
            scale,
            offset,
            ScaleAndTranslate.kernelType("triangle"),
            ScaleAndTranslate.antialias(true));
    scaled(tf, Filter.ANTIALIASED, antialiased);
    Operand<TFloat32> half = tf.constant(0.5f);
    scaled(tf, Filter.ANTIALIASED_8_BIT, tf.math.floor(tf.math.add(antialiased, half)));
    return bilinear;
  }

  private static Operand<TFloat32> scaled(Ops tf, Filter filter, Operand<TFloat32> resized) {
    return tf.withName(resized(filter)).math.mul(resized, tf.constant(BYTE_SCALE));
  }

  /** After resampling, so that it mirrors to the last bit. */
  private static Operand<TFloat32> addMirror(Ops tf, Operand<TFloat32> images) {
    Operand<TBool> mirrors = placeholder(tf, MIRRORS, TBool.class, Shape.of(4));
    return tf.withName(MIRRORED).reverse(images, axes(tf, mirrors));
  }

  /** Brightness, saturation and contrast in the order of TF-Slim's {@code distort_color}. */
  private static void addColours(Ops tf, Operand<TFloat32> images) {
    Operand<TFloat32> brightness = placeholder(tf, BRIGHTNESS, TFloat32.class, Shape.scalar());
    Operand<TFloat32> contrast = placeholder(tf, CONTRAST, TFloat32.class, Shape.scalar());
    Operand<TFloat32> brighter = tf.math.add(images, brightness);
    // One product with a 3x3 matrix: TensorFlow is slow at laying one channel onto three.
    Operand<TFloat32> pixels = tf.reshape(brighter, tf.constant(new int[] {-1, 3}));
    Operand<TFloat32> saturated =
        tf.reshape(tf.linalg.matMul(pixels, saturation(tf)), tf.shape(images));
    Operand<TFloat32> contrasted = tf.image.adjustContrast(saturated, contrast);
    tf.withName(COLOURED).clipByValue(contrasted, tf.constant(0f), tf.constant(1f));
  }

  /** The matrix of {@code gray + (pixel - gray) * saturation}. */
  private static Operand<TFloat32> saturation(Ops tf) {
    Operand<TFloat32> saturation = placeholder(tf, SATURATION, TFloat32.class, Shape.scalar());
    float[][] gray = new float[3][3];
    float[][] colour = new float[3][3];
    for (int from = 0; from < 3; from++) {
      for (int to = 0; to < 3; to++) {
        gray[from][to] = GRAY[from];
        colour[from][to] = (from == to ? 1 : 0) - GRAY[from];
      }
    }
    return tf.math.add(tf.constant(gray), tf.math.mul(tf.constant(colour), saturation));
  }

  private static <T extends TType> Operand<T> placeholder(
      Ops tf, String name, Class<T> type, Shape shape) {
    return tf.withName(name).placeholder(type, Placeholder.shape(shape));
  }
}
