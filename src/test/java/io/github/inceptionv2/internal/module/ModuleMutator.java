package io.github.inceptionv2.internal.module;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;

/**
 * Damages one file of a module: its bytes, or the messages in them. The same seed does the same
 * damage.
 */
final class ModuleMutator {

  private static final List<String> OPS =
      List.of(
          "Relu",
          "Identity",
          "MaxPool",
          "AvgPool",
          "Mul",
          "Sub",
          "Add",
          "Softmax",
          "Reshape",
          "Shape",
          "Squeeze",
          "Const",
          "Placeholder",
          "VarHandleOp",
          "ReadVariableOp",
          "Rsqrt",
          "ConcatV2",
          "Mean",
          "Conv2D",
          "ReadFile",
          "WriteFile",
          "PyFunc",
          "NoOp",
          "",
          "Sinh");

  private static final List<Map.Entry<String, AttrValue>> HOSTILE =
      List.of(
          Map.entry("dilations", list(1, 1, 1L << 40, 1)),
          Map.entry("dilations", list(1, 2, 2, 1)),
          Map.entry("dilations", list(1, 0, 0, 1)),
          Map.entry("explicit_paddings", list(0, 0, Integer.MAX_VALUE, 2, 2, 65_535, 0, 0)),
          Map.entry("explicit_paddings", list(0, 0, -1, -1, -1, -1, 0, 0)),
          Map.entry("strides", list(1, 1L << 31, 1L << 31, 1)),
          Map.entry("strides", list(2, 1, 1, 2)),
          Map.entry("strides", list(1, 0, 0, 1)),
          Map.entry("ksize", list(1, 0, 0, 1)),
          Map.entry("ksize", list(1, 1000, 1000, 1)),
          Map.entry("padding", text("VALID")),
          Map.entry("data_format", text("NCHW")),
          Map.entry("T", AttrValue.newBuilder().setTypeValue(19).build()),
          Map.entry("is_training", AttrValue.newBuilder().setB(true).build()),
          Map.entry("epsilon", AttrValue.newBuilder().setF(Float.NaN).build()),
          Map.entry("squeeze_dims", list(1L << 40)),
          Map.entry("N", AttrValue.newBuilder().setI(1L << 31).build()),
          Map.entry("_XlaCompile", AttrValue.newBuilder().setB(true).build()),
          Map.entry("_class", text("loc:@nowhere")));

  private final SplittableRandom random;
  private String what = "";

  ModuleMutator(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Changes the module in {@code directory} and returns a description of the change. */
  String mutate(Path directory) throws IOException {
    Path model = directory.resolve("saved_model.pb");
    Path index = directory.resolve("variables/variables.index");
    Path data = directory.resolve("variables/variables.data-00000-of-00001");
    Path labels = directory.resolve("assets/labels.txt");
    int kind = random.nextInt(20);
    if (kind < 12) {
      mutateGraph(model);
    } else if (kind < 14) {
      mutateBytes(model);
    } else if (kind < 17) {
      mutateBytes(index);
    } else if (kind < 19) {
      mutateBytes(data);
    } else {
      mutateBytes(labels);
    }
    return what;
  }

  /** Changes bytes of {@code file} and returns a description of the change. */
  String mutateBytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes = Arrays.copyOf(bytes, at);
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        for (int i = at; i < Math.min(bytes.length, at + 8); i++) {
          bytes[i] = (byte) random.nextInt(256);
        }
      }
      case 3 -> {
        int from = random.nextInt(bytes.length);
        int length = Math.min(64, bytes.length - Math.max(at, from));
        System.arraycopy(bytes.clone(), from, bytes, at, length);
      }
      default -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
    }
    what = "bytes of " + file.getFileName();
    Files.write(file, bytes);
    return what;
  }

  private void mutateGraph(Path file) throws IOException {
    SavedModel.Builder saved = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    MetaGraphDef.Builder graph = saved.getMetaGraphsBuilder(0);
    if (random.nextInt(8) == 0) {
      mutateSignature(graph);
    } else {
      mutateNodes(graph.getGraphDefBuilder());
    }
    Files.write(file, saved.build().toByteArray());
  }

  private void mutateSignature(MetaGraphDef.Builder graph) {
    List<String> names = graph.getSignatureDefMap().keySet().stream().sorted().toList();
    String name = pick(names);
    SignatureDef.Builder signature = graph.getSignatureDefOrThrow(name).toBuilder();
    if (random.nextInt(3) == 0) {
      mutateInputs(graph.getGraphDef(), signature);
      what = "signature " + name + ", inputs";
    } else {
      mutateOutputs(graph.getGraphDef(), signature);
      what = "signature " + name + ", outputs";
    }
    graph.putSignatureDef(name, signature.build());
  }

  private void mutateOutputs(GraphDef graph, SignatureDef.Builder signature) {
    List<String> outputs = signature.getOutputsMap().keySet().stream().sorted().toList();
    String output = pick(outputs);
    switch (random.nextInt(3)) {
      case 0 -> signature.removeOutputs(output);
      case 1 -> signature.putOutputs(output, signature.getOutputsOrThrow(pick(outputs)));
      default ->
          signature.putOutputs(output, elsewhere(graph, signature.getOutputsOrThrow(output)));
    }
  }

  private void mutateInputs(GraphDef graph, SignatureDef.Builder signature) {
    String input = pick(signature.getInputsMap().keySet().stream().sorted().toList());
    TensorInfo images = signature.getInputsOrThrow(input);
    switch (random.nextInt(5)) {
      case 0 -> signature.removeInputs(input);
      case 1 -> signature.removeInputs(input).putInputs(input + "_", images);
      case 2 -> signature.putInputs("another", images);
      case 3 ->
          signature.putInputs(
              input, images.toBuilder().setDtypeValue(1 + random.nextInt(23)).build());
      default -> signature.putInputs(input, elsewhere(graph, images));
    }
  }

  /** Returns {@code tensor} as an output of another node, which may not have that many outputs. */
  private TensorInfo elsewhere(GraphDef graph, TensorInfo tensor) {
    String node = pick(graph.getNodeList()).getName();
    return tensor.toBuilder().setName(node + ":" + random.nextInt(3)).build();
  }

  private void mutateNodes(GraphDef.Builder graph) {
    // Nine of ten changes hit nodes that compute; the rest hit any node.
    List<Integer> computing =
        IntStream.range(0, graph.getNodeCount())
            .filter(
                i ->
                    graph.getNode(i).getName().contains("InceptionV2/InceptionV2/")
                        || graph.getNode(i).getName().startsWith("hub_"))
            .boxed()
            .toList();
    int i = random.nextInt(10) == 0 ? random.nextInt(graph.getNodeCount()) : pick(computing);
    NodeDef.Builder node = graph.getNodeBuilder(i);
    what = "node " + node.getName() + " (" + node.getOp() + "): ";
    switch (random.nextInt(13)) {
      case 0 -> drop(graph, i);
      case 1 -> duplicate(graph, i);
      case 2 -> changeOp(node);
      case 3 -> changeAttribute(node);
      case 4 -> changeAttribute(node);
      case 5 -> changeConstant(graph);
      case 6 -> changeInput(graph, node);
      case 7 -> changeInput(graph, node);
      case 8 -> selfInput(node);
      case 9, 10 -> addAttribute(node);
      case 11 -> hide(graph, node);
      default -> hugeShape(node);
    }
  }

  private void drop(GraphDef.Builder graph, int i) {
    what += "dropped";
    graph.removeNode(i);
  }

  private void duplicate(GraphDef.Builder graph, int i) {
    what += "duplicated";
    graph.addNode(graph.getNode(i));
  }

  private void changeOp(NodeDef.Builder node) {
    node.setOp(pick(OPS));
    what += "op " + node.getOp();
  }

  private void changeAttribute(NodeDef.Builder node) {
    List<String> keys = node.getAttrMap().keySet().stream().sorted().toList();
    if (keys.isEmpty()) {
      return;
    }
    String key = pick(keys);
    what += "attribute " + key;
    AttrValue.Builder value = node.getAttrOrThrow(key).toBuilder();
    switch (value.getValueCase()) {
      case F -> value.setF(value.getF() * (random.nextBoolean() ? 1.5f : -1));
      case B -> value.setB(!value.getB());
      case S ->
          value.setS(ByteString.copyFromUtf8(pick(List.of("SAME", "VALID", "NCHW", "", "x"))));
      case I -> value.setI(pick(List.of(-1L, 0L, 2L, 1L << 40)));
      case TYPE -> value.setTypeValue(1 + random.nextInt(23));
      case LIST -> {
        if (value.getList().getICount() > 0) {
          int at = random.nextInt(value.getList().getICount());
          value.getListBuilder().setI(at, pick(List.of(-1L, 0L, 1L, 2L, 5L, 1L << 33)));
        }
      }
      default -> {
        node.removeAttr(key);
        return;
      }
    }
    node.putAttr(key, value.build());
  }

  /** Adds an attribute that the operation may not have, or not with this value. */
  private void addAttribute(NodeDef.Builder node) {
    Map.Entry<String, AttrValue> attribute = pick(HOSTILE);
    what += "attribute " + attribute.getKey() + " added";
    node.putAttr(attribute.getKey(), attribute.getValue());
    if (attribute.getKey().equals("explicit_paddings")) {
      node.putAttr("padding", text("EXPLICIT"));
    }
  }

  /** Hides the shape of an input from TensorFlow's shape inference. */
  private void hide(GraphDef.Builder graph, NodeDef.Builder node) {
    if (node.getInputCount() == 0) {
      return;
    }
    what += "input 0 hidden";
    AttrValue.Builder unknown = AttrValue.newBuilder();
    unknown.getShapeBuilder().setUnknownRank(true);
    graph
        .addNodeBuilder()
        .setName("hidden")
        .setOp("PlaceholderWithDefault")
        .addInput(node.getInput(0))
        .putAttr("dtype", AttrValue.newBuilder().setTypeValue(1).build())
        .putAttr("shape", unknown.build());
    node.setInput(0, "hidden");
    changeAttribute(node);
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  private static AttrValue list(long... numbers) {
    AttrValue.Builder value = AttrValue.newBuilder();
    for (long number : numbers) {
      value.getListBuilder().addI(number);
    }
    return value.build();
  }

  private void changeConstant(GraphDef.Builder graph) {
    List<Integer> constants =
        IntStream.range(0, graph.getNodeCount())
            .filter(i -> graph.getNode(i).getOp().equals("Const"))
            .boxed()
            .toList();
    NodeDef.Builder node = graph.getNodeBuilder(pick(constants));
    what = "constant " + node.getName();
    AttrValue.Builder value = node.getAttrOrThrow("value").toBuilder();
    TensorProto.Builder tensor = value.getTensorBuilder();
    if (tensor.getFloatValCount() > 0) {
      tensor.setFloatVal(0, pick(List.of(0f, -1f, 1.25f, Float.NaN, 1e30f)));
    } else if (tensor.getIntValCount() > 0) {
      tensor.setIntVal(0, pick(List.of(-1, 0, 2, 7, Integer.MAX_VALUE, Integer.MIN_VALUE)));
    } else {
      tensor.setTensorContent(ByteString.copyFrom(new byte[random.nextInt(9)]));
    }
    node.putAttr("value", value.build());
  }

  private void changeInput(GraphDef.Builder graph, NodeDef.Builder node) {
    if (node.getInputCount() == 0) {
      return;
    }
    String other = pick(graph.getNodeList()).getName();
    int at = random.nextInt(node.getInputCount());
    switch (random.nextInt(4)) {
      case 0 -> node.setInput(at, other);
      case 1 -> node.addInput("^" + other);
      case 2 -> node.setInput(at, node.getInput(at) + ":" + random.nextInt(7));
      default -> {
        String first = node.getInput(0);
        node.setInput(0, node.getInput(at)).setInput(at, first);
      }
    }
    what += "input " + at + " of " + other;
  }

  private void selfInput(NodeDef.Builder node) {
    what += "a cycle";
    if (node.getInputCount() > 0) {
      node.setInput(0, node.getName());
    }
  }

  private void hugeShape(NodeDef.Builder node) {
    what += "huge shape";
    for (Map.Entry<String, AttrValue> attr : Map.copyOf(node.getAttrMap()).entrySet()) {
      AttrValue.Builder value = attr.getValue().toBuilder();
      if (value.hasTensor()) {
        value.getTensorBuilder().getTensorShapeBuilder().addDimBuilder().setSize(1L << 34);
      } else if (value.hasShape()) {
        value.getShapeBuilder().addDimBuilder().setSize(Long.MAX_VALUE);
      }
      node.putAttr(attr.getKey(), value.build());
    }
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
