namespace OAuth2Server.EntityFrameworkCore;

/// <summary>A table's columns by property, for any row type.</summary>
internal interface ITableMap
{
    /// <summary>The quoted name of a property's column.</summary>
    string this[string property] { get; }
}
