package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.network.GraphWriter;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SaverDef;

/**
 * Writes the nodes with which TensorFlow's own loaders restore a graph's variables, and the {@code
 * saver_def} that points to the nodes. Without the {@code saver_def}, the loaders load a model but
 * restore no variables.
 */
final class SaverWriter {

  private static final String SCOPE = "save/";

  private SaverWriter() {}

  static SaverDef write(GraphWriter nodes, List<VariableSpec> variables) {
    List<String> names = variables.stream().map(VariableSpec::name).toList();
    String prefix = nodes.constant(SCOPE + "Const", "model");
    String saved = writeSave(nodes, prefix, names);
    String restored = writeRestore(nodes, prefix, names);
    return SaverDef.newBuilder()
        .setFilenameTensorName(prefix + ":0")
        .setSaveTensorName(saved + ":0")
        .setRestoreOpName(restored)
        .setMaxToKeep(5)
        .setKeepCheckpointEveryNHours(10000)
        .setVersion(SaverDef.CheckpointFormatVersion.V2)
        .build();
  }

  private static String writeSave(GraphWriter nodes, String prefix, List<String> names) {
    String save = SCOPE + "SaveV2";
    List<String> values = names.stream().map(name -> name + "/Read/ReadVariableOp").toList();
    nodes
        .node("SaveV2", save)
        .in(prefix, nodes.strings(save + "/tensor_names", names), noSlices(nodes, save, names))
        .in(values)
        .types("dtypes", DataType.DT_FLOAT, names.size())
        .add();
    return nodes
        .node("Identity", SCOPE + "control_dependency")
        .in(prefix, "^" + save)
        .type("T", DataType.DT_STRING)
        .add();
  }

  private static String writeRestore(GraphWriter nodes, String prefix, List<String> names) {
    String restore = SCOPE + "RestoreV2";
    nodes
        .node("RestoreV2", restore)
        .in(prefix, nodes.strings(restore + "/tensor_names", names))
        .in(noSlices(nodes, restore, names))
        .types("dtypes", DataType.DT_FLOAT, names.size())
        .add();
    List<String> assignments = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String assignment =
          nodes
              .node("AssignVariableOp", SCOPE + "AssignVariableOp_" + i)
              .in(names.get(i), restore + ":" + i)
              .type("dtype", DataType.DT_FLOAT)
              .add();
      assignments.add("^" + assignment);
    }
    return nodes.node("NoOp", SCOPE + "restore_all").in(assignments).add();
  }

  private static String noSlices(GraphWriter nodes, String scope, List<String> names) {
    return nodes.strings(scope + "/shape_and_slices", Collections.nCopies(names.size(), ""));
  }
}
