"""May a planned query of an analyst run on a Neo4j server? Judged by the server's own plan, not by words.

A community server has no roles: every user may do everything. Its READ mode refuses writes, yet still loads
files and stops other people's queries; so a plan may consist of operators that are known to read, and call
procedures that are known to tell about the schema. What is not on a list is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from errors import UsageError

_CURE = "只接受读取的 Cypher；写入、建索引和管理语句一律拒绝"

_OPERATORS = """
    AllNodesScan NodeByLabelScan UnionNodeByLabelsScan IntersectionNodeByLabelsScan
    SubtractionNodeByLabelsScan NodeIndexScan NodeIndexSeek NodeUniqueIndexSeek MultiNodeIndexSeek
    NodeIndexSeekByRange NodeUniqueIndexSeekByRange NodeIndexContainsScan NodeIndexEndsWithScan
    NodeByIdSeek NodeByElementIdSeek PartitionedAllNodesScan PartitionedNodeByLabelScan
    PartitionedUnionNodeByLabelsScan PartitionedIntersectionNodeByLabelsScan
    PartitionedSubtractionNodeByLabelsScan PartitionedNodeIndexScan PartitionedNodeIndexSeek
    PartitionedNodeIndexSeekByRange DirectedRelationshipByIdSeek UndirectedRelationshipByIdSeek
    DirectedRelationshipByElementIdSeek UndirectedRelationshipByElementIdSeek
    DirectedRelationshipTypeScan UndirectedRelationshipTypeScan DirectedUnionRelationshipTypesScan
    UndirectedUnionRelationshipTypesScan DirectedAllRelationshipsScan UndirectedAllRelationshipsScan
    DirectedRelationshipIndexScan UndirectedRelationshipIndexScan DirectedRelationshipIndexSeek
    UndirectedRelationshipIndexSeek DirectedRelationshipIndexSeekByRange
    UndirectedRelationshipIndexSeekByRange Expand OptionalExpand VarLengthExpand
    BFSPruningVarLengthExpand ShortestPath AllShortestPaths StatefulShortestPath Repeat
    BidirectionalRepeat PathPropagatingBFS ProjectEndpoints ValueHashJoin NodeHashJoin
    NodeLeftOuterHashJoin NodeRightOuterHashJoin TriadicSelection TriadicBuild TriadicFilter
    CartesianProduct AssertSameNode AssertSameRelationship Apply SemiApply AntiSemiApply LetSemiApply
    LetAntiSemiApply SelectOrSemiApply SelectOrAntiSemiApply LetSelectOrSemiApply
    LetSelectOrAntiSemiApply RollUpApply Optional Anti AntiConditionalApply ConditionalApply
    ArgumentTracker Argument EmptyRow EmptyResult ProduceResults Projection CacheProperties
    NullifyMetadata RemoteBatchProperties RemoteBatchPropertiesWithFilter Filter Limit ExhaustiveLimit
    Skip Distinct OrderedDistinct EagerAggregation OrderedAggregation NodeCountFromCountStore
    RelationshipCountFromCountStore Sort PartialSort Top PartialTop Unwind PartitionedUnwind Union
    OrderedUnion Eager ProcedureCall ShowIndexes ShowConstraints DynamicLabelNodeLookup
    DynamicDirectedRelationshipTypeLookup DynamicUndirectedRelationshipTypeLookup RepeatAcyclic
    ValueMergeJoin
"""
OPERATORS = frozenset(_OPERATORS.split())
"""Plan operators that only read."""

_PROCEDURES = """
    db.labels db.relationshipTypes db.propertyKeys db.schema.visualization db.schema.nodeTypeProperties
    db.schema.relTypeProperties
"""
PROCEDURES = frozenset(_PROCEDURES.split())
"""Procedures that tell about the schema."""


def allowed(query_type: str | None, plan: Mapping[str, Any] | None) -> None:
    """UsageError naming what is refused, unless the plan only reads."""
    if query_type != "r" or plan is None:
        raise UsageError("图库不接受这条查询：它会改动数据或管理服务器", _CURE)
    for operator, details in _operators(plan):
        if operator not in OPERATORS:
            raise UsageError(f"图库不接受这条查询：其中的 {operator} 不在允许之列", _CURE)
        if operator == "ProcedureCall" and _procedure(details) not in PROCEDURES:
            known = "、".join(sorted(PROCEDURES))
            raise UsageError(f"图库不接受这个过程：{_procedure(details)}", f"可用的过程：{known}")


def _operators(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(operator, details) of every step; a name comes as `Expand(All)@neo4j`."""
    name = str(plan["operatorType"]).split("@", 1)[0].split("(", 1)[0]
    yield name, str(plan.get("args", {}).get("Details", ""))
    for child in plan.get("children", []):
        yield from _operators(child)


def _procedure(details: str) -> str:
    return details.split("(", 1)[0].strip()
