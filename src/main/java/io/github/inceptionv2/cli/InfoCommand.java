package io.github.inceptionv2.cli;

import com.google.gson.stream.JsonWriter;
import io.github.inceptionv2.Labels;
import io.github.inceptionv2.ModelInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code info} command, which describes a model without running it. */
@Command(
    name = "info",
    description = "Describe a model without running it.",
    mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = {"Model to describe:", Models.NAMES})
  private String model;

  @Option(names = "--trust", description = Models.TRUST)
  private boolean isTrusted;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Output format: text or json (default: text).")
  private OutputFormat format;

  @Override
  public Integer call() throws IOException {
    ModelInfo info = Models.source(spec, model, isTrusted).info();
    PrintWriter out = spec.commandLine().getOut();
    if (format == OutputFormat.JSON) {
      out.println(json(info));
    } else {
      print(out, info);
    }
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, ModelInfo info) {
    out.println("model       " + EscapedWriter.line(info.source()));
    out.println("format      " + info.format());
    out.println(
        "weights     "
            + (info.isUntrained() ? "untrained: results mean nothing" : "from the module"));
    out.println("classes     " + (info.classCount() == 0 ? "none" : info.classCount()));
    out.println("labels      " + labels(info));
    out.println("int8        " + (info.isCalibrated() ? "calibrated" : "not calibrated"));
    out.println("features    " + info.featureCount());
    out.println("variables   " + info.variableCount());
    out.println("image size  " + info.expectedImageSize());
    out.println("tag sets    " + tagSets(info));
    list(out, "signatures", new TreeSet<>(info.signatures()));
    list(out, "endpoints", info.endpoints());
  }

  private static String tagSets(ModelInfo info) {
    return info.tagSets().isEmpty() ? "none" : EscapedWriter.line(info.tagSets().toString());
  }

  private static String labels(ModelInfo info) {
    if (info.hasLabels()) {
      return "from the module";
    } else if (info.classCount() == 0) {
      return "none";
    }
    return info.classCount() == Labels.imageNet().size()
        ? "from ImageNet"
        : "none: give --labels FILE to classify";
  }

  private static void list(PrintWriter out, String title, Collection<String> items) {
    out.println(title + (items.isEmpty() ? "  none" : ""));
    items.forEach(item -> out.println("  " + EscapedWriter.line(item)));
  }

  private static String json(ModelInfo info) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.beginObject().name("model").value(info.source()).name("format").value(info.format());
    json.name("isUntrained").value(info.isUntrained());
    json.name("classes").value(info.classCount()).name("features").value(info.featureCount());
    json.name("hasLabels").value(info.hasLabels());
    json.name("isCalibrated").value(info.isCalibrated());
    json.name("variables").value(info.variableCount());
    json.name("imageSize").value(info.expectedImageSize().toString());
    json.name("tagSets").beginArray();
    for (Collection<String> tags : info.tagSets()) {
      strings(json, new TreeSet<>(tags));
    }
    json.endArray();
    strings(json.name("signatures"), new TreeSet<>(info.signatures()));
    strings(json.name("endpoints"), info.endpoints());
    json.endObject().flush();
    return text.toString();
  }

  private static void strings(JsonWriter json, Collection<String> values) throws IOException {
    json.beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }
}
