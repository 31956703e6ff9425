package io.github.inceptionv2.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Reference numbers of an implementation that shares nothing with TensorFlow. {@code
 * golden/FORMULA.md} says how they were computed and what tolerance is fair.
 */
public final class Golden {

  /**
   * The tolerance between float32 in TensorFlow and double precision, for logits with a standard
   * deviation of 7.
   */
  public static final float ABSOLUTE_TOLERANCE = 2e-4f;

  private static final JsonObject PUBLIC = read("golden/public.json");
  private static final JsonObject PRESETS = read("golden/preprocessing/presets.json");

  private Golden() {}

  /** The numbers of the network. */
  public static JsonObject numbers() {
    return PUBLIC;
  }

  /** The numbers of preprocessing. */
  public static JsonObject presets() {
    return PRESETS;
  }

  /** The cases of inference. */
  public static List<JsonObject> inference() {
    return objects(PUBLIC.getAsJsonArray("inference"));
  }

  public static List<JsonObject> objects(JsonArray array) {
    List<JsonObject> objects = new ArrayList<>();
    array.forEach(element -> objects.add(element.getAsJsonObject()));
    return objects;
  }

  public static float[] floats(JsonElement array) {
    JsonArray from = array.getAsJsonArray();
    float[] values = new float[from.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = from.get(i).getAsFloat();
    }
    return values;
  }

  public static List<Long> longs(JsonElement array) {
    List<Long> values = new ArrayList<>();
    array.getAsJsonArray().forEach(element -> values.add(element.getAsLong()));
    return values;
  }

  /** Returns integers 0..255 of the formula's image {@code k}, height x width x RGB. */
  public static byte[] imageBytes(int k, int height, int width) {
    byte[] bytes = new byte[height * width * 3];
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          bytes[i++] = (byte) (x * 7 + y * 13 + c * 29 + (x * y) % 31 * 5 + k * 17);
        }
      }
    }
    return bytes;
  }

  /** Returns the formula's image {@code k} as an image of the JDK. */
  public static BufferedImage bufferedImage(int k, int height, int width) {
    byte[] rgb = imageBytes(k, height, width);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int pixel = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
      image.setRGB(i % width, i / width, pixel);
    }
    return image;
  }

  /** Returns the formula's image {@code k} as a PNG file. */
  public static byte[] png(int k, int height, int width) {
    return encode(bufferedImage(k, height, width), "png");
  }

  /** Encodes an image with the JDK. */
  public static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new AssertionError("the JDK cannot write this image as " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns the formula's image {@code k} as float32 in [0,1]. */
  public static float[] image(int k, int height, int width) {
    byte[] bytes = imageBytes(k, height, width);
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 0xff) / 255f;
    }
    return values;
  }

  /** Returns a whole gradient: little-endian float32 in TensorFlow's layout. */
  public static float[] gradient(String variable) {
    String resource = "golden/grad_" + variable.replace("/", "__") + ".f32";
    try (InputStream in = Golden.class.getClassLoader().getResourceAsStream(resource)) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the JSON array of a resource. */
  public static JsonArray array(String resource) {
    return parse(resource).getAsJsonArray();
  }

  private static JsonObject read(String resource) {
    return parse(resource).getAsJsonObject();
  }

  private static JsonElement parse(String resource) {
    try (InputStream in = Golden.class.getClassLoader().getResourceAsStream(resource);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
