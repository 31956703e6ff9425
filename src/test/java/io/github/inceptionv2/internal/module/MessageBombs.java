package io.github.inceptionv2.internal.module;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Files of at most 16 MB, called {@code saved_model.pb}, that ask for far more memory or stack. */
public final class MessageBombs {

  private static final int SIZE = (16 << 20) - 64;
  private static final int NESTED = 300_000;

  // Tags of TensorFlow's messages: a field number and wire type 2.
  private static final int SAVED_GRAPH = 2 << 3 | 2;
  private static final int META_INFO = 1 << 3 | 2;
  private static final int GRAPH_DEF = 2 << 3 | 2;
  private static final int NODE = 1 << 3 | 2;
  private static final int NODE_ATTR = 5 << 3 | 2;
  private static final int SIGNATURE = 5 << 3 | 2;
  private static final int KEY = 1 << 3 | 2;
  private static final int VALUE = 2 << 3 | 2;
  private static final int ATTR_LIST = 1 << 3 | 2;
  private static final int ATTR_TENSOR = 8 << 3 | 2;
  private static final int ATTR_FUNCTION = 10 << 3 | 2;

  private MessageBombs() {}

  /** Returns the files by name. Each is created on demand, because all together have 300 MB. */
  public static Map<String, Supplier<byte[]>> all() {
    byte[] groups = filled(NESTED, 15 << 3 | 3);
    Map<String, Supplier<byte[]>> bombs = new LinkedHashMap<>();
    bombs.put("groups in a SavedModel", () -> groups);
    bombs.put("groups in a graph", () -> graph(groups));
    bombs.put("groups in a description", () -> field(SAVED_GRAPH, field(META_INFO, groups)));
    bombs.put("groups in a node", () -> nodes(field(NODE, groups)));
    bombs.put("groups in an attribute", () -> nodes(attribute(groups)));
    bombs.put("ends of groups", () -> graph(filled(1000, 15 << 3 | 4)));
    bombs.put("functions in functions", () -> nodes(attribute(functions(5_000))));
    bombs.put("nodes of two bytes", () -> nodes(filled(SIZE, NODE, 0)));
    bombs.put("nodes of four bytes", () -> nodes(filled(SIZE, NODE, 2, KEY, 0)));
    bombs.put("attributes", () -> nodes(field(NODE, filled(SIZE, NODE_ATTR, 0))));
    bombs.put("graphs", () -> filled(SIZE, SAVED_GRAPH, 0));
    bombs.put("descriptions", () -> field(SAVED_GRAPH, filled(SIZE, META_INFO, 0)));
    bombs.put("tags", () -> field(SAVED_GRAPH, field(META_INFO, filled(SIZE, 4 << 3 | 2, 0))));
    bombs.put("signatures", () -> field(SAVED_GRAPH, filled(SIZE, SIGNATURE, 0)));
    bombs.put("unknown numbers", () -> graph(filled(SIZE, 0xF8, 0x01, 0)));
    bombs.put("unknown texts", () -> graph(filled(SIZE, 0xFA, 0x01, 0)));
    bombs.put("shapes", () -> nodes(attribute(field(ATTR_LIST, filled(SIZE, 7 << 3 | 2, 0)))));
    bombs.put("integers", () -> nodes(attribute(field(ATTR_LIST, filled(SIZE, 3 << 3, 1)))));
    bombs.put("doubles", () -> tensor(6 << 3 | 2, filled(SIZE / 8 * 8, 1)));
    bombs.put("flags", () -> tensor(11 << 3 | 2, filled(SIZE, 1)));
    bombs.put("packed integers", () -> tensor(10 << 3 | 2, filled(SIZE, 1)));
    return bombs;
  }

  private static byte[] graph(byte[] content) {
    return field(SAVED_GRAPH, field(GRAPH_DEF, content));
  }

  private static byte[] nodes(byte[] content) {
    return graph(content);
  }

  private static byte[] tensor(int tag, byte[] packed) {
    return nodes(attribute(field(ATTR_TENSOR, field(tag, packed))));
  }

  private static byte[] attribute(byte[] value) {
    byte[] key = field(KEY, "value".getBytes(StandardCharsets.US_ASCII));
    return field(NODE, field(NODE_ATTR, join(key, field(VALUE, value))));
  }

  /** Nests functions in attributes of functions, to {@code depth}. */
  private static byte[] functions(int depth) {
    byte[] inner = new byte[0];
    for (int i = 0; i < depth; i++) {
      inner = field(ATTR_FUNCTION, field(VALUE, field(VALUE, inner)));
    }
    return inner;
  }

  private static byte[] filled(int size, int... pattern) {
    byte[] bytes = new byte[size / pattern.length * pattern.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pattern[i % pattern.length];
    }
    return bytes;
  }

  private static byte[] field(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    for (; length > 127; length >>>= 7) {
      out.write(length & 127 | 128);
    }
    out.write(length);
    return join(out.toByteArray(), content);
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
