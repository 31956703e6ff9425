package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.NetworkGraph.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a graph that its layers add. */
final class NetworkParts {
  final List<VariableSpec> variables = new ArrayList<>();
  final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  final List<String> updates = new ArrayList<>();
  final List<String> regularizationLosses = new ArrayList<>();
}
