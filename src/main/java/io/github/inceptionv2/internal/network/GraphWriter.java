package io.github.inceptionv2.internal.network;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * Writes nodes into a {@link GraphDef} under exactly the given names.
 *
 * <p>TF-Slim's names matter because other tools look for them, and TensorFlow Java's own scopes
 * would silently change them to make them unique. Writing nodes also needs no native memory.
 * Attributes with default values are omitted, as in files that TensorFlow strips for export.
 */
public final class GraphWriter {

  /** The graph version of TensorFlow 1.12, in which Hub's modules were written. */
  private static final int PRODUCER = 27;

  private final GraphDef.Builder graph;

  /** Creates a writer that starts with an empty graph. */
  public GraphWriter() {
    this(GraphDef.newBuilder().setVersions(VersionDef.newBuilder().setProducer(PRODUCER)).build());
  }

  /** Creates a writer that adds nodes after those of {@code start}. */
  public GraphWriter(GraphDef start) {
    graph = start.toBuilder();
  }

  /** Returns the nodes written so far. */
  public GraphDef build() {
    return graph.build();
  }

  /** Adds a complete node. */
  public void add(NodeDef node) {
    graph.addNode(node);
  }

  /** Starts a node; {@link Node#add} adds it to the graph. */
  public Node node(String op, String name) {
    return new Node(NodeDef.newBuilder().setOp(op).setName(name));
  }

  /** Adds a scalar and returns its name. */
  String constant(String name, float value) {
    return constant(name, TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).addFloatVal(value));
  }

  /** Adds a tensor filled with {@code value} and returns its name. */
  String filled(String name, float value, List<Long> shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(shape(shape));
    // A single value fills the whole tensor; an empty tensor has no value.
    return constant(name, shape.contains(0L) ? tensor : tensor.addFloatVal(value));
  }

  /** Adds a tensor and returns its name; {@code values} are in C order. */
  String constant(String name, float[] values, List<Long> shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return constant(
        name,
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(shape(shape))
            .setTensorContent(UnsafeByteOperations.unsafeWrap(bytes)));
  }

  /** Adds an int32 scalar and returns its name. */
  String constant(String name, int value) {
    return constant(name, TensorProto.newBuilder().setDtype(DataType.DT_INT32).addIntVal(value));
  }

  /** Adds an int32 vector and returns its name. */
  String vector(String name, List<Integer> values) {
    return constant(
        name,
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT32)
            .setTensorShape(shape(List.of((long) values.size())))
            .addAllIntVal(values));
  }

  /** Adds a string scalar and returns its name. */
  public String constant(String name, String value) {
    return constant(
        name,
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .addStringVal(ByteString.copyFromUtf8(value)));
  }

  /** Adds a string vector and returns its name. */
  public String strings(String name, List<String> values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(shape(List.of((long) values.size())));
    values.forEach(value -> tensor.addStringVal(ByteString.copyFromUtf8(value)));
    return constant(name, tensor);
  }

  private String constant(String name, TensorProto.Builder tensor) {
    tensor.setTensorShape(tensor.getTensorShape()); // a scalar's shape is present and empty
    return node("Const", name)
        .type("dtype", tensor.getDtype())
        .attr("value", AttrValue.newBuilder().setTensor(tensor))
        .add();
  }

  /** Returns TensorFlow's form of a shape; -1 is a dimension of unknown length. */
  public static TensorShapeProto shape(List<Long> sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    sizes.forEach(size -> shape.addDimBuilder().setSize(size));
    return shape.build();
  }

  /** A node under construction. */
  public final class Node {
    private final NodeDef.Builder node;
    private Optional<String> before = Optional.empty();

    private Node(NodeDef.Builder node) {
      this.node = node;
    }

    /** Appends inputs: {@code "name"}, {@code "name:1"}, or {@code "^name"} for a control input. */
    public Node in(String... inputs) {
      return in(List.of(inputs));
    }

    /** Appends inputs. */
    public Node in(List<String> inputs) {
      node.addAllInput(inputs);
      return this;
    }

    /** Makes the node run after the node called {@code name}. */
    Node after(String name) {
      before = Optional.of(name);
      return this;
    }

    /** Sets a type attribute. */
    public Node type(String key, DataType type) {
      return attr(key, AttrValue.newBuilder().setType(type));
    }

    /** Sets an attribute to a list that contains {@code type} {@code count} times. */
    public Node types(String key, DataType type, int count) {
      AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
      for (int i = 0; i < count; i++) {
        list.addType(type);
      }
      return attr(key, AttrValue.newBuilder().setList(list));
    }

    /** Sets an attribute to a list of types. */
    Node types(String key, List<DataType> types) {
      return attr(
          key, AttrValue.newBuilder().setList(AttrValue.ListValue.newBuilder().addAllType(types)));
    }

    /** Sets a shape attribute. */
    public Node shape(String key, List<Long> shape) {
      return attr(key, AttrValue.newBuilder().setShape(GraphWriter.shape(shape)));
    }

    Node text(String key, String value) {
      return attr(key, AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)));
    }

    Node texts(String key, List<String> values) {
      AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
      values.forEach(value -> list.addS(ByteString.copyFromUtf8(value)));
      return attr(key, AttrValue.newBuilder().setList(list));
    }

    Node flag(String key, boolean value) {
      return attr(key, AttrValue.newBuilder().setB(value));
    }

    Node number(String key, double value) {
      return attr(key, AttrValue.newBuilder().setF((float) value));
    }

    Node integer(String key, int value) {
      return attr(key, AttrValue.newBuilder().setI(value));
    }

    Node integers(String key, int... values) {
      AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
      for (int value : values) {
        list.addI(value);
      }
      return attr(key, AttrValue.newBuilder().setList(list));
    }

    private Node attr(String key, AttrValue.Builder value) {
      node.putAttr(key, value.build());
      return this;
    }

    /**
     * Adds the node to the graph and returns its name, which is also the name of its first output.
     */
    public String add() {
      before.ifPresent(name -> node.addInput("^" + name)); // control inputs follow other inputs
      graph.addNode(node);
      return node.getName();
    }
  }
}
